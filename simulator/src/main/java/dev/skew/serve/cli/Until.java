package dev.skew.serve.cli;

import dev.skew.world.fault.Quantities;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A virtual instant as the user named it, counted from the start of a run. */
record Until(Duration sinceStart) {

  long nanos() {
    return sinceStart.toNanos();
  }

  void requireWithin(Duration duration) throws BadInputException {
    if (sinceStart.isZero() || sinceStart.compareTo(duration) > 0) {
      throw new BadInputException(
          "--until must lie after 0s and not after "
              + Quantities.duration(duration)
              + ", where the scenario ends, got "
              + this);
    }
  }

  /** As it can be typed. */
  @Override
  public String toString() {
    return Quantities.duration(sinceStart);
  }

  /** Reads {@code 90s} or {@code 1h30m}. */
  static final class Converter implements ITypeConverter<Until> {

    @Override
    public Until convert(String text) {
      try {
        return new Until(Quantities.duration(text));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
