#!/usr/bin/env node
// What npm puts on the PATH as kubectl_complete-petset: of this it can make something for Windows too, which runs no scripts
// of sh.
import process from 'node:process';

process.argv.splice(2, 0, '__complete');
await import('../dist/kubectl-petset.js');
