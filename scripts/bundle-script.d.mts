/** Bundles one file of TypeScript and all it uses into one ECMAScript module. */
export function bundleScript(entry: string, outfile: string): Promise<void>;
