/** Said once where somebody asks for a program that a real container might have. */
export const SIMULATED =
  'This container is simulated: it has a small shell and few programs, which "help" lists; its image was never pulled.\n';
