package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.CsvTable.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the readers of single files share: grouping, bounds, and facts hidden in names and notes.
 */
final class Columns {

  static final int MOST_NODES = 99;
  static final double MOST_DELAY_MILLIS = 10_000;

  private static final Pattern DELAY_IN_NAME =
      Pattern.compile("(?:^|_)(\\d+(?:\\.\\d+)?)ms(?:_|$)");

  /** Where neither columns nor name tell: what the recordings' own description says. */
  private static final double USUAL_DELAY_MILLIS = 5;

  static final int USUAL_NODES = 3;

  private Columns() {}

  /** Rows with equal values in all of the columns, in the order of their first appearance. */
  static Map<Map<String, String>, List<Row>> groups(List<Row> rows, String... columns) {
    Map<Map<String, String>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      Map<String, String> key = new LinkedHashMap<>();
      for (String column : columns) {
        key.put(column, row.text(column));
      }
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  static int repetitions(List<Row> rows) {
    Set<String> runs = new LinkedHashSet<>();
    for (Row row : rows) {
      runs.add(row.text("run"));
    }
    return runs.size();
  }

  static int nodes(Row row, Problems problems) {
    return row.whole("n_nodes", 1, MOST_NODES, problems);
  }

  static double delayMillis(Row row, Problems problems) {
    return row.within("delay_ms", 0, MOST_DELAY_MILLIS, problems);
  }

  /** The delay that a name such as {@code move_leader_5ms} ends with, else the usual one. */
  static double delayMillisInName(String name) {
    Matcher matcher = DELAY_IN_NAME.matcher(name);
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : USUAL_DELAY_MILLIS;
  }

  /** Reads a switch that may be absent: {@code 1}, {@code true}; or a name that speaks of it. */
  static boolean preVote(Row row) {
    String value = row.fields().get("pre_vote");
    if (value != null) {
      return value.equals("1") || value.equalsIgnoreCase("true");
    }
    String name = row.fields().getOrDefault("experiment", "").toLowerCase(Locale.ROOT);
    return name.contains("prevote") || name.contains("pre_vote");
  }

  /** One of the words, or the first of them after a complaint. */
  static String word(Row row, String column, List<String> words, Problems problems) {
    String value = row.text(column).strip().toLowerCase(Locale.ROOT);
    if (words.contains(value)) {
      return value;
    }
    problems.add(
        row.file(),
        row.line(),
        column + ": expected one of " + words + ", got \"" + row.text(column) + "\"");
    return words.get(0);
  }

  /** The number after {@code key=} in a note whose facts are separated by semicolons, or NaN. */
  static double inNote(String note, String key) {
    for (String fact : note.split(";", -1)) {
      String trimmed = fact.strip();
      if (trimmed.startsWith(key + "=")) {
        try {
          return Double.parseDouble(trimmed.substring(key.length() + 1));
        } catch (NumberFormatException e) {
          return Double.NaN;
        }
      }
    }
    return Double.NaN;
  }

  static Series.Unit unitOf(String note) {
    return note.contains("count_not_ms") ? Series.Unit.COUNT : Series.Unit.MILLIS;
  }

  /** Status texts carry a JSON body; what identifies them is the code and the error. */
  static String shortStatus(String status) {
    int error = status.indexOf("\"error\":\"");
    if (error < 0) {
      int errno = status.indexOf(" [Errno");
      return (errno < 0 ? status : status.substring(0, errno)).strip();
    }
    int from = error + "\"error\":\"".length();
    int to = status.indexOf('"', from);
    int brace = status.indexOf('{');
    String code = status.substring(0, Math.max(brace, 0)).strip();
    return (code + " " + status.substring(from, to < 0 ? status.length() : to)).strip();
  }
}
