// What GitHub's own language service has to say of a workflow. It is to be bundled: it imports JSON in a way that Node 20 does not take.
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** @param {string} file @param {string} text @returns {Promise<string[]>} */
export async function workflowProblems(file, text) {
  const found = await validate(TextDocument.create(`file:///${file}`, 'yaml', 0, text));
  return found.map(({ range, message }) => `${file}:${range.start.line + 1}: ${message}`);
}
