/** Lets others have their turn: some answers take seconds of work, and a server does other things too. To be awaited every some ten milliseconds. */
export const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
