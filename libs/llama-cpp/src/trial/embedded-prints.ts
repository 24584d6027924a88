/** Prints of the models that come with the server, which were tried when they were made: they cost a start nothing. */
export const EMBEDDED_PRINTS: ReadonlySet<string> = new Set([
  '37b20348ddb2b29538ac6fd49efa2034e6a7f554ba974c99e9306bbded2f986c',
  'f2756c43c90b92767f928eea763f94655deb9c072fd0811b239d008dfb1a1c06',
]);
