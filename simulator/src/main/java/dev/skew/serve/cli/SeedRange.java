package dev.skew.serve.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Seeds from the first to the last, both included. */
record SeedRange(long first, long last) {

  static final long COUNT_MAX = 1_000_000;

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");

  long count() {
    return last - first + 1;
  }

  /** Reads {@code 1..200}. */
  static final class Converter implements ITypeConverter<SeedRange> {

    @Override
    public SeedRange convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is no range of seeds; write 1..200");
      }
      SeedRange range =
          new SeedRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      if (range.count() < 1) {
        throw new TypeConversionException(
            "'" + text + "' ends before it begins; write " + range.last + ".." + range.first);
      }
      if (range.count() > COUNT_MAX) {
        throw new TypeConversionException(
            "'" + text + "' has " + range.count() + " seeds; at most " + COUNT_MAX + " are run");
      }
      return range;
    }
  }
}
