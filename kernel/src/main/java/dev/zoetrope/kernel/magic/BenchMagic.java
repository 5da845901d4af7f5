package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.display.Nanos;

/** {@code %bench}, {@code %%bench}: how long Java takes, over and over. */
final class BenchMagic implements Magic {
  @Override
  public MagicSpec spec() {
    return MagicSpec.both(
            "bench",
            "CODE",
            "Runs Java many times, after a warm-up, and tells mean and spread of one call, and what may have disturbed it.")
        .takingCode()
        .option("--runs", "N", "how many runs to take the mean of; 10 unless said")
        .option(
            "--loops",
            "N",
            "how often each run calls the code; as often as fills 20 ms unless said")
        .option(
            "--warmup", "SECONDS", "how long to call the code before the first run; 1 unless said")
        .example("%bench Math.sqrt(2)")
        .example(
            "%%bench --runs 5\nvar text = new StringBuilder();\nfor (int i = 0; i < 100; i++) text.append(i);\ntext.length()");
  }

  @Override
  public void run(MagicCall call) throws Exception {
    int runs = call.number("--runs", 10, 2, 10_000);
    int loops = call.number("--loops", 0, 1, 1_000_000_000);
    int warmUp = call.number("--warmup", 1, 0, 3_600);
    if (call.body().isBlank()) {
      throw call.wrong("There is no code to measure.");
    }
    call.session().run(BenchCode.of(call.body()));
    BenchCode.Body body =
        BenchCode.taken().orElseThrow(() -> call.wrong("This is no code to measure."));
    Bench bench = new Bench(body, Nanos::now, new BenchMachine());
    call.print(bench.measure(runs, loops, warmUp).text());
  }
}
