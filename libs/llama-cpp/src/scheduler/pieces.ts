/**
 * Shares a step's room for prompt tokens among the prompts that are being read: the shortest rest first, so that small
 * requests are quick, but the oldest always gets a quarter, so that a long one comes to its end.
 *
 * @param rests tokens left of each prompt, oldest first
 * @returns tokens to read of each
 */
export function sharePieces(rests: readonly number[], room: number): number[] {
  const pieces = rests.map(() => 0);
  if (rests.length === 0) return pieces;
  const give = (prompt: number, tokens: number) => {
    const more = Math.min(tokens, (rests[prompt] as number) - (pieces[prompt] as number));
    pieces[prompt] = (pieces[prompt] as number) + more;
    return more;
  };
  let left = room - give(0, rests.length > 1 ? Math.ceil(room / 4) : room);
  const shortestFirst = rests.map((_, i) => i).sort((a, b) => (rests[a] as number) - (rests[b] as number) || a - b);
  for (const prompt of shortestFirst) left -= give(prompt, left);
  return pieces;
}
