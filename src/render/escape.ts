/** What others have written, for a terminal to show and not to obey. As kubectl does it: cli-runtime, printers/terminal.go. */
export function escapeTerminal(text: string): string {
  return text.replaceAll('\u001b', '^[').replaceAll('\r', '\\r');
}
