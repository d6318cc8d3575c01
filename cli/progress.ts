/** Says what takes so long. Work that ends within a second says nothing; off a terminal each step is one plain line. */
import ora, { type Ora } from 'ora';
import type { Terminal } from './terminal.ts';

export interface Progress {
  /** What is being done now; repeating it is free. */
  step(text: string): void;
}

const patience = 1000;

/** Runs `work` with a progress line on stderr, none with `--quiet`. The line is gone when the promise settles. */
export async function withProgress<T>(terminal: Terminal, firstStep: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  if (terminal.quiet) return work({ step: () => undefined });
  const line = terminal.canAnimate ? animate(terminal) : print(terminal);
  const start = performance.now();
  let current = firstStep;
  let shown = false;
  const show = (): void => {
    shown = true;
    line.show(current);
  };
  const timer = setTimeout(show, patience);
  try {
    return await work({
      step: (text) => {
        if (text === current) return;
        current = text;
        // Long synchronous work keeps the timer from firing; the clock does not lie.
        if (shown || performance.now() - start >= patience) show();
      },
    });
  } finally {
    clearTimeout(timer);
    line.end();
  }
}

interface Line {
  show(text: string): void;
  end(): void;
}

function animate({ stderr }: Terminal): Line {
  let spinner: Ora | null = null;
  return {
    show: (text) => {
      spinner ??= ora({ stream: stderr, discardStdin: false, isEnabled: true }).start();
      spinner.text = text;
    },
    end: () => {
      spinner?.stop();
    },
  };
}

function print({ stderr }: Terminal): Line {
  return {
    show: (text) => {
      stderr.write(`${text}\n`);
    },
    end: () => undefined,
  };
}
