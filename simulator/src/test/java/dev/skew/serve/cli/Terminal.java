package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.SimulationRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Types command lines into the program and keeps what it answers. */
final class Terminal {

  private static final Pattern STACK_FRAME =
      Pattern.compile("^\\s+at [\\w.$]+\\(", Pattern.MULTILINE);

  private final SimulationRunner runner;
  private boolean isWatched;

  Terminal(SimulationRunner runner) {
    this.runner = runner;
  }

  /** With a person in front of it, who sees colours and progress. */
  Terminal watched() {
    isWatched = true;
    return this;
  }

  Answer type(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    AtomicLong clockNanos = new AtomicLong();
    Services services =
        new Services(
            runner,
            Wiring::parse,
            Wiring::study,
            "1.2.3",
            "./skew",
            () -> clockNanos.addAndGet(1_000_000_000L));
    Console console = new Console(stream(out), stream(err), isWatched, isWatched);
    int exitCode = new Main(services, console).run(arguments);
    return new Answer(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /** What came of a command line. */
  record Answer(int exitCode, String out, String err) {

    boolean showsAStackTrace() {
      return STACK_FRAME.matcher(out + err).find();
    }
  }
}
