package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A comma-separated file with a header, read strictly: RFC 4180 with either line end, where every
 * record has as many fields as the header.
 *
 * @param name what problems call the file
 * @param rows in the order of the file
 */
record CsvTable(String name, List<String> header, List<Row> rows) {

  CsvTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /**
   * Reads a whole file; what is wrong with it goes to {@code problems} and the rows that are whole
   * are kept.
   */
  static CsvTable parse(String name, String text, List<String> required, Problems problems) {
    Parser parser =
        new Parser(name, text.startsWith("\ufeff") ? text.substring(1) : text, problems);
    List<RawRecord> records = parser.records();
    if (records.isEmpty()) {
      problems.add(name, 1, "the file is empty; the first line must name the columns " + required);
      return new CsvTable(name, List.of(), List.of());
    }
    List<String> header = records.get(0).fields();
    if (!hasAll(name, header, required, problems)) {
      return new CsvTable(name, header, List.of());
    }
    List<Row> rows = new ArrayList<>(records.size());
    for (RawRecord record : records.subList(1, records.size())) {
      if (record.fields().size() == header.size()) {
        rows.add(new Row(name, record.line(), fieldsByColumn(header, record.fields())));
      } else {
        problems.add(
            name,
            record.line(),
            "expected "
                + header.size()
                + " fields as in the header, found "
                + record.fields().size()
                + (record.last() ? "; the file seems to be cut here" : ""));
      }
    }
    return new CsvTable(name, header, rows);
  }

  private static boolean hasAll(
      String name, List<String> header, List<String> required, Problems problems) {
    boolean complete = true;
    for (String column : required) {
      if (!header.contains(column)) {
        problems.add(name, 1, "column \"" + column + "\" is missing; found " + header);
        complete = false;
      }
    }
    for (int i = 0; i < header.size(); i++) {
      if (header.indexOf(header.get(i)) != i) {
        problems.add(name, 1, "column \"" + header.get(i) + "\" is there twice");
        complete = false;
      }
    }
    return complete;
  }

  private static Map<String, String> fieldsByColumn(List<String> header, List<String> fields) {
    Map<String, String> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      byColumn.put(header.get(i), fields.get(i));
    }
    return byColumn;
  }

  /**
   * One record.
   *
   * @param line where it begins, counted from 1
   */
  record Row(String file, int line, Map<String, String> fields) {

    String text(String column) {
      String value = fields.get(column);
      if (value == null) {
        throw new IllegalArgumentException("no column " + column + " in " + fields.keySet());
      }
      return value;
    }

    /** A finite number, or NaN after a complaint. */
    double number(String column, Problems problems) {
      String value = text(column).strip();
      try {
        double number = Double.parseDouble(value);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // told below, together with NaN and infinities
      }
      problems.add(file, line, column + ": expected a number, got \"" + value + "\"");
      return Double.NaN;
    }

    /** A whole number within the bounds, or {@code least} after a complaint. */
    int whole(String column, int least, int most, Problems problems) {
      double number = number(column, problems);
      if (Double.isNaN(number)) {
        return least;
      }
      if (number != Math.rint(number) || number < least || number > most) {
        problems.add(
            file,
            line,
            column
                + ": expected a whole number from "
                + least
                + " to "
                + most
                + ", got "
                + text(column));
        return least;
      }
      return (int) number;
    }

    /** A number within the bounds, or {@code least} after a complaint. */
    double within(String column, double least, double most, Problems problems) {
      double number = number(column, problems);
      if (Double.isNaN(number)) {
        return least;
      }
      if (number < least || number > most) {
        problems.add(
            file,
            line,
            column + ": expected a number from " + least + " to " + most + ", got " + text(column));
        return least;
      }
      return number;
    }
  }

  private record RawRecord(int line, List<String> fields, boolean last) {}

  /** Splits text into records; knows nothing of headers. */
  private static final class Parser {

    private final String name;
    private final String text;
    private final Problems problems;
    private int position;
    private int line = 1;

    Parser(String name, String text, Problems problems) {
      this.name = name;
      this.text = text;
      this.problems = problems;
    }

    List<RawRecord> records() {
      List<RawRecord> records = new ArrayList<>();
      while (position < text.length()) {
        int beginsAt = line;
        List<String> fields = record();
        if (fields.size() > 1 || !fields.get(0).isEmpty()) {
          records.add(new RawRecord(beginsAt, fields, position >= text.length()));
        }
      }
      return records;
    }

    private List<String> record() {
      List<String> fields = new ArrayList<>();
      while (true) {
        fields.add(position < text.length() && text.charAt(position) == '"' ? quoted() : plain());
        if (position >= text.length()) {
          return fields;
        }
        char end = text.charAt(position++);
        if (end == '\r' && position < text.length() && text.charAt(position) == '\n') {
          position++;
        }
        if (end != ',') {
          line++;
          return fields;
        }
      }
    }

    private String plain() {
      int from = position;
      while (position < text.length() && ",\r\n".indexOf(text.charAt(position)) < 0) {
        position++;
      }
      return text.substring(from, position);
    }

    private String quoted() {
      int openedAt = line;
      StringBuilder value = new StringBuilder();
      position++;
      while (position < text.length()) {
        char next = text.charAt(position++);
        if (next == '\n') {
          line++;
        }
        if (next != '"') {
          value.append(next);
        } else if (position < text.length() && text.charAt(position) == '"') {
          value.append('"');
          position++;
        } else {
          value.append(plain());
          return value.toString();
        }
      }
      problems.add(name, openedAt, "a quote is opened and never closed; the file seems to be cut");
      return value.toString();
    }
  }
}
