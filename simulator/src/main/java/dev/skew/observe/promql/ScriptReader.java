package dev.skew.observe.promql;

import dev.skew.observe.promql.PromqlScript.Answer;
import dev.skew.observe.promql.PromqlScript.Clear;
import dev.skew.observe.promql.PromqlScript.Command;
import dev.skew.observe.promql.PromqlScript.Evaluate;
import dev.skew.observe.promql.PromqlScript.Failure;
import dev.skew.observe.promql.PromqlScript.Load;
import dev.skew.observe.promql.PromqlScript.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads scripts line by line. A block ends at an empty line; {@code #} begins a comment. */
final class ScriptReader {

  private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
  private static final Pattern INSTANT =
      Pattern.compile("eval(_\\w+)?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)");
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(_\\w+)?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)");
  private static final Pattern FAILURE =
      Pattern.compile(
          "(?:expect\\s+fail\\s*(?:(msg|regex)\\s*:)?|expected_fail_(message|regexp))\\s*(.*)");

  private final String name;
  private final String[] lines;
  private final Mode mode;
  private final List<Command> commands = new ArrayList<>();
  private int next;

  ScriptReader(String name, String text, Mode mode) {
    this.name = name;
    this.lines = text.split("\n", -1);
    this.mode = mode;
  }

  List<Command> read() {
    while (next < lines.length) {
      String line = take();
      if (!line.isEmpty()) {
        try {
          command(line);
        } catch (IllegalArgumentException | PromqlParseException e) {
          throw new IllegalArgumentException(name + ":" + next + ": " + e.getMessage(), e);
        }
      }
    }
    return commands;
  }

  private String take() {
    String line = lines[next++].strip();
    return line.startsWith("#") ? "" : line;
  }

  private void command(String line) {
    Matcher load = LOAD.matcher(line);
    Matcher instant = INSTANT.matcher(line);
    Matcher range = RANGE.matcher(line);
    if (line.equals("clear")) {
      commands.add(new Clear());
    } else if (load.matches()) {
      commands.add(load(load));
    } else if (instant.matches()) {
      int at = next;
      long millis = instant.group(2) == null ? 0 : time(instant.group(2));
      Answer answer = answer(instant.group(1));
      commands.add(new Evaluate(at, instant.group(3), millis, millis, 0, answer));
    } else if (range.matches()) {
      int at = next;
      Answer answer = answer(range.group(1));
      long start = time(range.group(2));
      commands.add(
          new Evaluate(
              at, range.group(5), start, time(range.group(3)), time(range.group(4)), answer));
    } else {
      throw new IllegalArgumentException("'" + line + "' is no command; load, clear and eval are");
    }
  }

  /** A duration since the epoch; a bare number is seconds. */
  private static long time(String text) {
    boolean isNegative = text.startsWith("-");
    String size = isNegative ? text.substring(1) : text;
    OptionalDouble seconds = Numbers.parseSigned(size);
    long millis =
        seconds.isPresent()
            ? (long) Math.rint(seconds.getAsDouble() * 1000)
            : Durations.parse(size);
    return isNegative ? -millis : millis;
  }

  private Load load(Matcher load) {
    List<Row> rows = new ArrayList<>();
    for (String line = block(); line != null; line = block()) {
      if (!line.isEmpty() && !line.startsWith("@")) {
        rows.add(row(line));
      }
    }
    return new Load(Durations.parse(load.group(2)), rows, load.group(1) != null);
  }

  /** The next line of a block, empty where it is a comment, or nothing at its end. */
  private @Nullable String block() {
    if (next == lines.length || lines[next].isBlank() || isCommand(lines[next])) {
      return null;
    }
    return take();
  }

  private static boolean isCommand(String line) {
    boolean isIndented = Character.isWhitespace(line.charAt(0));
    return !isIndented
        && (line.startsWith("eval") || line.startsWith("load") || line.startsWith("clear"));
  }

  private Row row(String line) {
    int end = endOfSeries(line);
    String values = line.substring(end);
    boolean isNative = values.contains("{{");
    return new Row(
        Parser.labels(line.substring(0, end), mode),
        isNative ? new double[0] : ScriptValues.read(values),
        isNative);
  }

  private static int endOfSeries(String line) {
    int place = 0;
    while (place < line.length() && !isEndOfName(line, place)) {
      place++;
    }
    boolean hasBraces = line.startsWith("{", place) && !line.startsWith("{{", place);
    return hasBraces ? endOfBraces(line, place) : place;
  }

  private static boolean isEndOfName(String line, int place) {
    char c = line.charAt(place);
    return c == '{' || Character.isWhitespace(c);
  }

  private static int endOfBraces(String line, int from) {
    char quote = 0;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        i += c == '\\' && quote != '`' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '}') {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("'" + line + "' lacks a closing brace");
  }

  private Answer answer(@Nullable String kind) {
    Expectations expected = new Expectations();
    expected.fails = "_fail".equals(kind);
    expected.isOrdered = "_ordered".equals(kind);
    for (String line = block(); line != null; line = block()) {
      expect(line, expected);
    }
    return new Answer(
        expected.fails ? new Failure(expected.message, expected.isRegex) : null,
        expected.isOrdered,
        expected.rows,
        expected.scalar,
        expected.text);
  }

  /** What has been read of an answer. */
  private static final class Expectations {

    private boolean fails;
    private boolean isRegex;
    private @Nullable String message;
    private boolean isOrdered;
    private final List<Row> rows = new ArrayList<>();
    private @Nullable Double scalar;
    private @Nullable String text;
  }

  private void expect(String line, Expectations into) {
    Matcher failure = FAILURE.matcher(line);
    if (failure.matches()) {
      into.fails = true;
      into.message = failure.group(3).isEmpty() ? null : failure.group(3);
      String kind = failure.group(1) == null ? failure.group(2) : failure.group(1);
      into.isRegex = kind != null && kind.startsWith("regex");
    } else if (line.startsWith("expect string")) {
      Expr literal = Parser.parse(line.substring("expect string".length()).strip(), mode);
      into.text = literal instanceof Expr.StringLiteral string ? string.value() : null;
    } else if (line.equals("expect ordered")) {
      into.isOrdered = true;
    } else if (!line.isEmpty() && !line.matches("expect (no_)?(warn|info)\\b.*")) {
      OptionalDouble number = Numbers.parseSigned(line);
      if (number.isPresent()) {
        into.scalar = number.getAsDouble();
      } else {
        into.rows.add(row(line));
      }
    }
  }
}
