package dev.skew.serve.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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

  /** Reads a format's name and refuses others in the user's words. */
  static final class Converter implements ITypeConverter<OutputFormat> {

    @Override
    public OutputFormat convert(String text) {
      for (OutputFormat format : values()) {
        if (format.toString().equals(text.toLowerCase(Locale.ROOT))) {
          return format;
        }
      }
      throw new TypeConversionException("'" + text + "' is none of text, json, junit");
    }
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
