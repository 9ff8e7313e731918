import { expect, test } from 'vitest';
import { recent } from './recent.ts';

function asked(options: { most?: number } = {}) {
  const questions: string[] = [];
  const clock = { now: 0 };
  const ask = recent(
    async (question: string) => {
      questions.push(question);
      if (question === 'wrong') throw new Error('no');
      return { to: question, numbers: [questions.length] };
    },
    { milliseconds: 1_000, most: options.most ?? 10, now: () => clock.now },
  );
  return { ask, questions, clock };
}

test('an answer is good for its time, and then asked for again', async () => {
  const { ask, questions, clock } = asked();
  expect(await ask('a')).toEqual({ to: 'a', numbers: [1] });
  clock.now = 999;
  expect(await ask('a')).toEqual({ to: 'a', numbers: [1] });
  clock.now = 1_000;
  expect(await ask('a')).toEqual({ to: 'a', numbers: [2] });
  expect(questions).toEqual(['a', 'a']);
});

test('a question under way is asked once, however many want to know', async () => {
  const { ask, questions } = asked();
  const answers = await Promise.all([ask('a'), ask('b'), ask('a'), ask('a')]);
  expect(answers.map(({ to }) => to)).toEqual(['a', 'b', 'a', 'a']);
  expect(questions).toEqual(['a', 'b']);
});

test('everybody who waits learns of a failure, and none is kept', async () => {
  const { ask, questions } = asked();
  const ends = await Promise.allSettled([ask('wrong'), ask('wrong')]);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(ask('wrong')).rejects.toThrow('no');
  expect(questions).toEqual(['wrong', 'wrong']);
});

test('at most so many answers are kept: the oldest goes', async () => {
  const { ask, questions } = asked({ most: 2 });
  for (const question of ['a', 'b', 'c']) await ask(question);
  await ask('b');
  await ask('c');
  await ask('a');
  expect(questions).toEqual(['a', 'b', 'c', 'a']);
});

test('whoever changes an answer changes its own', async () => {
  const { ask } = asked();
  const [one, other] = await Promise.all([ask('a'), ask('a')]);
  one?.numbers.push(9);
  expect(other).toEqual({ to: 'a', numbers: [1] });
  expect(await ask('a')).toEqual({ to: 'a', numbers: [1] });
});
