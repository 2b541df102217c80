package dev.skew.world.fault;

import java.util.List;

/** Reads lines. */
final class LineParser {
  private final String line;

  LineParser(String line) {
    this.line = line;
  }

  FaultScript parse() throws FaultSyntaxException {
    throw new FaultSyntaxException(
        List.of(new FaultSyntaxException.Mistake(0, "cannot be read: " + line)));
  }
}
