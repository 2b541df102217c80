package dev.skew.world.fault;

/** Names for timeline entries that have none of their own: what they say. */
final class EntryNames {

  private EntryNames() {}

  static String of(TimelineEntry entry) {
    if (!entry.id().isEmpty()) {
      return entry.id();
    }
    TimelineEntry.Window window = entry.window();
    String at = Quantities.duration(window.from());
    String when =
        window.from().equals(window.to()) ? at : at + ".." + Quantities.duration(window.to());
    return when + " " + FaultGrammar.render(entry.script());
  }
}
