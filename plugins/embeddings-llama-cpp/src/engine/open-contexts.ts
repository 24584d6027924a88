/** Opens contexts one after the other: each claims its memory before the next one asks for what is left. */
export async function openContexts<Context>(count: number, open: () => Promise<Context>): Promise<Context[]> {
  const contexts: Context[] = [];
  while (contexts.length < count) contexts.push(await open());
  return contexts;
}
