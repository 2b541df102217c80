package dev.skew.observe.promql;

/** Text that is no expression; says where, as Prometheus says it. */
public final class PromqlParseException extends PromqlException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String reason;

  private PromqlParseException(int line, int column, String reason) {
    super("%d:%d: parse error: %s".formatted(line, column, reason));
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  static PromqlParseException at(int offset, String text, String reason) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < Math.min(offset, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new PromqlParseException(line, offset - lineStart + 1, reason);
  }

  /** Counted from 1. */
  public int line() {
    return line;
  }

  /** Counted from 1. */
  public int column() {
    return column;
  }

  /** What is wrong, without its place. */
  public String reason() {
    return reason;
  }
}
