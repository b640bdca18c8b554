import { describe, expect, test } from 'vitest';
import { Interrupted } from '../../../../src/sandbox/containers/io/streams.js';
import { machine, run, sh } from './machine.js';

/** What a script prints and how it ends. All but the rows about the container itself were run in dash and busybox, which agree. */
const SCRIPTS: readonly (readonly [script: string, out: string, code?: number])[] = [
  ['echo a b', 'a b\n'],
  ['echo \'a  b\' "c  d" e\\ f', 'a  b c  d e f\n'],
  ['echo "$HOSTNAME" \'$HOSTNAME\' ${HOSTNAME}x', 'web-3 $HOSTNAME web-3x\n'],
  ['echo ${HOSTNAME##*-} ${HOSTNAME%-*} ${#HOSTNAME}', '3 web 5\n'],
  ['x=a.b.c; echo ${x#*.} ${x##*.} ${x%.*} ${x%%.*}', 'b.c c a.b a\n'],
  ['echo ${none:-word} ${none-} ${HOSTNAME:+is set}', 'word is set\n'],
  ['echo ${x:=1} $x', '1 1\n'],
  ['x="a  b"; echo $x "$x"', 'a b a  b\n'],
  ['echo $(echo a; echo b) "$(echo a; echo b)"', 'a b a\nb\n'],
  ['echo `echo \\`echo deep\\``', 'deep\n'],
  ['echo $((2 + 3 * (4 - 1) % 5)) $((1 < 2 && 2 >= 3))', '6 0\n'],
  ['i=3; echo $((i - 1)) $(($i * 2))', '2 6\n'],
  ['echo one; echo two # not this', 'one\ntwo\n'],
  ['true && echo yes || echo no; false && echo yes || echo no', 'yes\nno\n'],
  ['! true; echo $?', '1\n'],
  ['false; echo $?; true; echo $?', '1\n0\n'],
  ['x=$(false); echo $?', '1\n'],
  ['exit 3', '', 3],
  ['(exit 4); echo $?; false', '4\n', 1],
  ['if test -d /tmp; then echo dir; elif true; then echo never; else echo none; fi', 'dir\n'],
  ['if false; then echo a; else echo b; fi', 'b\n'],
  ['for i in 0 1 2; do echo web-$i; done', 'web-0\nweb-1\nweb-2\n'],
  ['for i in a b c; do [ $i = b ] && continue; echo $i; done', 'a\nc\n'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo $i; done', '1\n2\n3\n'],
  ['until false; do echo once; break; done', 'once\n'],
  ['case web-3 in db-*) echo db;; web-[0-9]|x) echo web;; *) echo none;; esac', 'web\n'],
  ['case "*" in "*") echo star;; esac', 'star\n'],
  ['f() { echo "$1 of $#"; return 7; }; f a b; echo $?', 'a of 2\n7\n'],
  ['set -- a "b c"; for x in "$@"; do echo "<$x>"; done; shift; echo $1', '<a>\n<b c>\nb c\n'],
  ['echo a b | { read x y; echo $y-$x; }', 'b-a\n'],
  ['seq 3 | while read n; do echo "<$n>"; done', '<1>\n<2>\n<3>\n'],
  ['seq 9999 | head -n 2', '1\n2\n'],
  ['printf "b\\na\\n" | sort | tee /tmp/x | tail -1; cat /tmp/x', 'b\na\nb\n'],
  ['echo x > /tmp/f; echo y >> /tmp/f; cat < /tmp/f', 'x\ny\n'],
  ['nofile 2>/dev/null; echo $?', '127\n'],
  ['{ echo out; echo err >&2; } 2>&1', 'out\nerr\n'],
  ['cat <<EOF\nhost $HOSTNAME $(echo sub)\nEOF\necho after', 'host web-3 sub\nafter\n'],
  ["cat <<'EOF'\n$HOSTNAME\nEOF", '$HOSTNAME\n'],
  ['set -e; false || true; false; echo never', '', 1],
  ['set -e; if false; then :; fi; echo on', 'on\n'],
  ['cd /tmp; pwd; cd -; pwd', '/tmp\n/\n/\n'],
  ['touch /tmp/a.x /tmp/b.x; cd /tmp; echo *.x "*.x" *.y', 'a.x b.x *.x *.y\n'],
  ['A=1 env | grep ^A=; export B=2; env | grep ^B=; C=3; env | grep ^C=', 'A=1\nB=2\n', 1],
  ['eval "echo \\$HOSTNAME"', 'web-3\n'],
  ['[ -n "" ] || [ ! -e /none -a 2 -gt 1 ] && echo ok', 'ok\n'],
  ['printf "%s-%03d\\n" web 7', 'web-007\n'],
  ['echo -n a; echo -e "b\\tc"', 'ab\tc\n'],
  [
    "printf '%%s\\n' x; printf '%5.1s|%-3s|%x %o %X %c %+d %b\\n' abc d 255 8 255 yes 3 'a\\tb'",
    '%s\n    a|d  |ff 10 FF y +3 a\tb\n',
  ],
  ['printf "%*d|%-*d|\\n" 3 1 3 2; printf "%#x %u %i %05d\\n" 255 7 -8 -9', '  1|2  |\n0xff 7 -8 -0009\n'],
  ['printf "%s-" a b c; printf "%s %s\\n" a b c', 'a-b-c-a b\nc \n'],
  ['echo $toString$constructor${valueOf}; [ a toString b ] && echo yes', '\n', 2],
  ['echo a | { read x y z; echo "<$x><$y><$z>"; }; echo "a b  c d" | { read x y z; echo "<$z>"; }', '<a><><>\n<c d>\n'],
  [
    'case a-c in [!b]-[a-c]) echo in;; esac; case "]" in []]) echo bracket;; esac; case "[" in [) echo open;; esac',
    'in\nbracket\nopen\n',
  ],
  ['x=abcabc; echo ${x#*b} ${x##*b} ${x%b*} ${x%%b*} ${x#?} ${x%[c]} ${x#x}', 'cabc c abca a bcabc abcab abcabc\n'],
  ['seq 3 -1 1; seq 0.5 0.5 1.5; seq 3 1', '3\n2\n1\n0.5\n1.0\n1.5\n'],
  [
    'printf "\\303\\251\\n" >/dev/null; echo é | wc -m; echo é | wc -c; echo abc > /tmp/a; echo d > /tmp/b; wc -l /tmp/a /tmp/b',
    '2\n3\n1 /tmp/a\n1 /tmp/b\n2 total\n',
  ],
  [
    'printf "a+b\\naab\\n" | grep "a+b"; printf "a+b\\naab\\n" | grep -E "a+b"; printf "a+b\\naab\\n" | grep "a\\+b"',
    'a+b\naab\naab\n',
  ],
  [
    'printf "x\\nab1\\n*\\n" | grep "[[:digit:]]"; printf "a\\n*\\n" | grep "*"; printf "a^b\\na\\n" | grep "a^b"; echo "a.b" | grep -F "a.b"',
    'ab1\n*\na^b\na.b\n',
  ],
  [
    'printf "a\\nb\\nc\\n" > /tmp/g; grep -n -e a -e c /tmp/g; grep -c . /tmp/g; grep -l b /tmp/g; grep -x ab /tmp/g',
    '1:a\n3:c\n3\n/tmp/g\n',
    1,
  ],
  [
    'printf "b 10\\na 9\\n" > /tmp/n; printf "c 1\\n" | sort /tmp/n -; printf "10\\n9\\n9\\n" | sort -nu',
    'a 9\nb 10\nc 1\n9\n10\n',
  ],
  ['basename /a/b.txt .txt; basename aab a; dirname /a/b; dirname a', 'b\naa\n/a\n.\n'.replace('aa', 'aab')],
  ['(cd /tmp; x=1); pwd; echo "[$x]"', '/\n[]\n'],
  ['mkdir -p /tmp/a/b && cp /ro/kept /tmp/a && mv /tmp/a/kept /tmp/a/b/k && ls /tmp/a/b; rm -r /tmp/a; ls /tmp', 'k\n'],
  [
    'hostname -f; hostname -d; hostname -i',
    'web-3.nginx.default.svc.cluster.local\nnginx.default.svc.cluster.local\n10.244.0.5\n',
  ],
  ['date -u +%Y-%m-%dT%T', '2016-07-01T12:00:00\n'],
  ['printf "a b\\nc\\n" | wc -l; printf "x1\\ny\\n" | grep -c "[0-9]"', '2\n1\n'],
  ['timeout 1 sh -c "while true; do sleep 1; done"; echo $?', '124\n'],
];

describe('a script', () => {
  test.each(SCRIPTS.map(([script, out, code = 0]) => [script, out, code] as const))('%s', async (script, out, code) => {
    expect(await sh(script)).toMatchObject({ out, code });
  });
});

/** What a shell says of what it cannot do, in the words of busybox. */
const COMPLAINTS: readonly (readonly [script: string, err: RegExp, code: number])[] = [
  ['nofile', /^sh: nofile: not found\nThis container is simulated: .*\n$/, 127],
  ['/etc', /^sh: \/etc: Permission denied\n$/, 126],
  ['cat /none', /^cat: can't open '\/none': No such file or directory\n$/, 1],
  ['cd /none', /^sh: cd: can't cd to \/none: No such file or directory\n$/, 2],
  ['echo x > /ro/new', /^sh: can't create \/ro\/new: Read-only file system\n$/, 1],
  ['rm /ro/kept', /^rm: can't remove '\/ro\/kept': Read-only file system\n$/, 1],
  ['mkdir /tmp', /^mkdir: can't create directory '\/tmp': File exists\n$/, 1],
  ['cat < /none', /^sh: can't open \/none: No such file or directory\n$/, 1],
  ['if', /^sh: syntax error: unexpected end of file \(expecting "then"\)\n$/, 2],
  ['echo "abc', /^sh: syntax error: unterminated quoted string\n$/, 2],
  ['echo a; )', /^sh: syntax error: unexpected "\)"\n$/, 2],
  ['sleep 5 &', /nothing in the background/, 2],
  ['echo ${none:?is needed}', /^sh: none: is needed\n$/, 2],
  ['set -u; echo $none', /^sh: none: parameter not set\n$/, 2],
  ["printf '%q' x", /^printf: %q: invalid format\n$/, 1],
  ['printf "%d" x', /^printf: invalid number 'x'\n$/, 1],
  ['printf "%1000000000d" 5', /^printf: out of memory\n$/, 1],
  ['a=xxxxxxxx; for i in $(seq 1 40); do a=$a$a; done; echo never', /^sh: out of memory\n$/, 2],
  ['grep -P x', /^grep: unrecognized option: P\n$/, 2],
  ['grep "\\(" /ro/kept', /^grep: bad regex '\\\('\n$/, 2],
  ['ls --colour', /^ls: unrecognized option: colour\n$/, 1],
  ['head -n', /^head: option requires an argument: n\n$/, 1],
  ['seq 1 0 2', /^seq: invalid number '0'/, 1],
  ['seq x', /^seq: invalid number 'x'\n$/, 1],
  ['trap "echo x" EXIT', /^sh: trap: this simulated shell knows no traps\n$/, 1],
  ['echo $((1 / 0))', /^sh: divide by zero\n$/, 2],
];

describe('what does not work is told', () => {
  test.each(COMPLAINTS)('%s', async (script, err, code) => {
    const ran = await sh(script);
    expect(ran.err).toMatch(err);
    expect(ran.code).toBe(code);
  });
});

test('only the first missing program is followed by the note that the container is simulated', async () => {
  const { err } = await sh('foo; bar; foo | cat; (bar)');
  expect(err.match(/simulated/g)).toHaveLength(1);
});

test('a shell reads commands from its input one by one, so that they may read what follows them', async () => {
  expect(
    await run(['sh'], machine(), 'read x\nfirst\necho "<$x>"\nfor i in a b\ndo echo $i\ndone\nexit 5\necho never\n'),
  ).toEqual({
    code: 5,
    out: '<first>\na\nb\n',
    err: '',
  });
});

test('a file is a script once it may be executed', async () => {
  const script =
    'printf "echo \\$1 in \\$0\\nexit 6\\n" > /tmp/s; /tmp/s; echo $?; chmod +x /tmp/s; /tmp/s arg; echo $?; sh /tmp/s b';
  expect(await sh(script)).toMatchObject({ out: '126\narg in /tmp/s\n6\nb in /tmp/s\n', code: 6 });
});

test('what is written where nobody reads ends the writer', async () => {
  expect(await sh('while true; do echo y; done | head -n 1')).toEqual({ code: 0, out: 'y\n', err: '' });
});

const AS = 'a'.repeat(95);

test.each([
  [`case ${AS} in *a*a*a*a*a*a*a*a*b) echo yes;; *) echo no;; esac`, 'no\n'],
  [`x=${AS}; echo \${x%%a*a*a*a*a*a*a*a*b}`, `${AS}\n`],
  [`echo '${AS}!' | grep -E "(a+)+$" || echo no`, 'no\n'],
  [`echo '${AS}!' | grep "\\(a*\\)*$" -c`, '1\n'],
  ["printf '%%s%5-s' x", ''],
  ['x=$(printf "%60000s" x); case $x in *a*b*c*d) ;; esac; echo ${#x}', '60000\n'],
])('no pattern holds up the process: %s', async (script, out) => {
  // One that does takes longer than any test may.
  expect((await sh(script)).out).toBe(out);
});

test('tail -f writes what comes until it is interrupted', async () => {
  const on = machine();
  const end = new AbortController();
  let naps = 0;
  const sleep = (): Promise<void> => {
    naps += 1;
    if (naps === 1) on.files.write('/tmp/log', Buffer.from('second\n'), 'append');
    else end.abort();
    return naps === 1 ? Promise.resolve() : Promise.reject(new Interrupted());
  };
  on.files.write('/tmp/log', Buffer.from('first\n'));
  const script = 'tail -f /tmp/log > /tmp/out';
  await expect(run(['sh', '-c', script], { ...on, sleep }, '', end.signal)).rejects.toThrow(Interrupted);
  expect(on.files.read('/tmp/out').toString()).toBe('first\nsecond\n');
});

test('a function that calls itself for ever is stopped', async () => {
  expect(await sh('f() { f; }; f; echo $?')).toMatchObject({
    err: expect.stringContaining('recursion') as string,
    code: 2,
  });
});

test.each([
  'while :; do :; done',
  'f() { while true; do f2; done; }; f2() { :; }; f',
  'seq 999999999 > /dev/null',
  'seq 999999999 | cat | wc -l',
])('a loop without end lets others have their turn, and ends when it is told to: %s', async (script) => {
  const end = new AbortController();
  const running = run(['sh', '-c', script], machine(), '', end.signal);
  setImmediate(() => end.abort());
  await expect(running).rejects.toThrow(Interrupted);
});
