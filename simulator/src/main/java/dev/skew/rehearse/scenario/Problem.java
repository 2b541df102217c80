package dev.skew.rehearse.scenario;

/**
 * One thing that is wrong with a scenario file.
 *
 * @param file as the reader was given it
 * @param line from 1
 * @param column from 1
 * @param path of the field, as {@code links.default.loss} or {@code timeline[2].fault}; empty for
 *     the file as a whole
 * @param message what is wrong and what would be right
 */
public record Problem(String file, int line, int column, String path, String message)
    implements Comparable<Problem> {

  @Override
  public int compareTo(Problem other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    String field = path.isEmpty() ? "" : path + ": ";
    return file + ":" + line + ":" + column + ": " + field + message;
  }
}
