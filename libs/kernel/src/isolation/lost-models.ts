/** For each loaded model in a process of its own, when that process ends without having been asked to. */
const losses = new WeakMap<object, Promise<void>>();

/** `lost` resolves when the model's process has died. */
export function noteLoss(model: object, lost: Promise<void>): void {
  losses.set(model, lost);
}

/** Calls back when the model's process has died, also while nobody asks the model anything; never for another model. */
export function whenLost(model: object, callback: () => void): void {
  void losses.get(model)?.then(callback);
}
