package dev.skew.world.fault;

/** Writes commands. */
final class CommandWriter {
  private CommandWriter() {}

  static String write(FaultScript script) {
    return script.toString();
  }

  static String write(FaultCommand command) {
    return command.toString();
  }
}
