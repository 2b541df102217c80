package dev.skew.serve.cli;

import java.io.PrintStream;

/**
 * Where answers, and words about them, go.
 *
 * @param out answers
 * @param err everything else: problems, progress
 * @param colours whether a person looks at {@code out} and wants colours
 * @param isLive whether a person looks at {@code err}, so that a line may be written over
 */
record Console(PrintStream out, PrintStream err, boolean colours, boolean isLive) {

  private static final String CLEAR_LINE = "\r\u001b[K";

  /** Writes a line over the one before it, where somebody watches. */
  void live(String text) {
    if (isLive) {
      err.print(CLEAR_LINE + text);
      err.flush();
    }
  }

  /** Takes the live line away before something else is written. */
  void clearLive() {
    live("");
  }

  String paint(Paint paint, String text) {
    return colours ? "\u001b[" + paint.code + "m" + text + "\u001b[0m" : text;
  }

  /** Colours that can be told apart on dark and on light ground. */
  enum Paint {
    GOOD("32"),
    BAD("31"),
    WORST("1;31"),
    FAINT("2"),
    STRONG("1");

    private final String code;

    Paint(String code) {
      this.code = code;
    }
  }
}
