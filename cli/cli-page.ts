/** docs/generated/cli.md: the help of every command, as the binary itself prints it. */
import type { Command } from 'commander';
import { createProgram } from './program.ts';

/** The page as Markdown, the same on every machine. */
export function renderCliPage(): string {
  const width = { getOutHelpWidth: () => 100, getErrHelpWidth: () => 100 };
  const program = createProgram('0.0.0', width, () => Promise.resolve());
  const sections = commandsOf(program).map(({ name, command }) => `## ${name}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`);
  return `# Command line\n\nGenerated from the commands' own help; do not edit.\n\n${sections.join('\n')}`;
}

function commandsOf(command: Command, prefix = ''): { name: string; command: Command }[] {
  const name = `${prefix}${command.name()}`;
  return [{ name, command }, ...command.commands.flatMap((child) => commandsOf(child, `${name} `))];
}

/** `helpInformation` leaves out texts added after it, so the help is printed, to a string. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (some) => {
      text += some;
    },
  });
  command.outputHelp();
  return text;
}
