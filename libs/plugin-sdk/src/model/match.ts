/** How well a backend suits a model. Of all that answer `describe`, the kernel takes the highest score. */
export interface Match {
  /** 0 to 100: 100 made for this very family, 50 runs it, 10 might run it. */
  score: number;
  /** One sentence for a person. */
  reason: string;
}
