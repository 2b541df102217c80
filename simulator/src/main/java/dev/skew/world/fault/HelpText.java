package dev.skew.world.fault;

/** Help. */
final class HelpText {
  private HelpText() {}

  static String of(String topic) {
    return topic;
  }
}
