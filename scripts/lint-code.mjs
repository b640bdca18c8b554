// TypeScript's own errors, and those of the linter: one program answers both, since what is known of the types of 1,300 files
// by the time that the compiler is done is most of what the rules ask for.
import { ESLint } from 'eslint';
import ts from 'typescript';

const CONFIG = 'tsconfig.json';
const inColour = {
  getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

const { options, fileNames, errors } = ts.getParsedCommandLineOfConfigFile(CONFIG, {}, configHost());
const program = ts.createProgram({ rootNames: fileNames, options, configFileParsingDiagnostics: errors });
const mistakes = ts.getPreEmitDiagnostics(program);
process.stdout.write(ts.formatDiagnosticsWithColorAndContext(mistakes, inColour));

const eslint = new ESLint({ overrideConfig: { files: ['**/*.ts'], languageOptions: typesOf(program) } });
const results = await eslint.lintFiles('.');
const { format } = await eslint.loadFormatter('stylish');
process.stdout.write(await format(results));

const isClean = mistakes.length === 0 && results.every((one) => one.errorCount + one.warningCount === 0);
process.exitCode = isClean ? 0 : 1;

/** What cannot be read at all is nothing that could be gone on with. */
function configHost() {
  return {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
}

/** In place of the service by which eslint.config.js has editors, and whoever lints a few files, find their types. */
function typesOf(whole) {
  return { parserOptions: { projectService: false, programs: [whole] } };
}
