package dev.skew.world.fault;

import dev.skew.world.fault.FaultGrammar.Given;
import dev.skew.world.fault.FaultScript.Step;
import dev.skew.world.fault.FaultSyntaxException.Mistake;
import dev.skew.world.fault.Words.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one line: commands joined by {@code &&}, collecting everything that is wrong. */
final class LineParser {

  private static final int MAX_LENGTH = 4_096;
  private static final Duration LONGEST_SLEEP = Duration.ofDays(1);

  private final String line;
  private final Given given;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private Duration passed = Duration.ZERO;

  LineParser(String line, Given given) {
    this.line = line;
    this.given = given;
  }

  FaultScript parse() throws FaultSyntaxException {
    if (line.length() > MAX_LENGTH) {
      mistakes.add(
          new Mistake(
              0,
              "a line may have %d characters, this one has %d"
                  .formatted(MAX_LENGTH, line.length())));
      throw new FaultSyntaxException(mistakes);
    }
    for (List<Word> command : commands(Words.split(line, mistakes))) {
      parseCommand(Words.of(command));
    }
    if (mistakes.isEmpty() && steps.isEmpty()) {
      mistakes.add(new Mistake(0, "there is no command; " + HelpText.EXAMPLE));
    }
    if (!mistakes.isEmpty()) {
      throw new FaultSyntaxException(mistakes);
    }
    return new FaultScript(steps);
  }

  private List<List<Word>> commands(List<Word> words) {
    List<List<Word>> commands = new ArrayList<>();
    List<Word> current = new ArrayList<>();
    for (Word word : words) {
      if (word.is("&&")) {
        if (current.isEmpty()) {
          mistakes.add(new Mistake(word.offset(), "&& joins two commands, one is missing"));
        }
        commands.add(current);
        current = new ArrayList<>();
      } else {
        current.add(word);
      }
    }
    commands.add(current);
    commands.removeIf(List::isEmpty);
    return commands;
  }

  private void parseCommand(Words words) {
    words.skip("sudo");
    if (!words.hasNext()) {
      mistakes.add(new Mistake(words.offset(), "sudo needs a command after it"));
      return;
    }
    Word name = words.next();
    if (name.is("sleep")) {
      sleep(words, name);
    } else if (name.is("chaos")) {
      new ChaosParser(words, given, mistakes).parse(name).ifPresent(this::add);
    } else {
      List<FaultCommand> commands = new HostParser(words, given, mistakes).parse(name);
      commands.forEach(this::add);
    }
  }

  private void add(FaultCommand command) {
    steps.add(new Step(passed, command));
  }

  private void sleep(Words words, Word name) {
    if (!words.hasNext()) {
      mistakes.add(new Mistake(name.offset(), "sleep needs a time, as sleep 1 or sleep 500ms"));
      return;
    }
    Word time = words.next();
    // As coreutils have it: a bare number is in seconds.
    boolean bare = !time.text().isEmpty() && Character.isDigit(lastOf(time.text()));
    try {
      Duration pause = Quantities.duration(bare ? time.text() + "s" : time.text());
      if (pause.compareTo(LONGEST_SLEEP) > 0) {
        throw new IllegalArgumentException("must be at most 1d, got " + time.text());
      }
      passed = passed.plus(pause);
    } catch (IllegalArgumentException wrong) {
      mistakes.add(new Mistake(time.offset(), "sleep " + wrong.getMessage()));
    }
    if (words.hasNext()) {
      mistakes.add(new Mistake(words.offset(), "sleep takes one time and nothing after it"));
    }
  }

  private static char lastOf(String text) {
    return text.charAt(text.length() - 1);
  }
}
