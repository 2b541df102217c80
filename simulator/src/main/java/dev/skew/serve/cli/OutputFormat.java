package dev.skew.serve.cli;

import java.util.Locale;

/** For whom results are written. */
enum OutputFormat {
  TEXT,
  JSON,
  JUNIT;

  Results results(Console console, String replayCommand) {
    return switch (this) {
      case TEXT -> new TextResults(console, replayCommand);
      case JSON -> new JsonResults(console.out(), replayCommand);
      case JUNIT -> new JunitResults(console.out());
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
