package dev.skew.world.version;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which releases there are; where nobody said, every version is one, and all are alike. */
public final class Releases {

  public static final Releases ALIKE = new Releases(List.of());

  private final TreeMap<Version, Release> byVersion = new TreeMap<>();

  /**
   * @param releases all there are, or none for {@link #ALIKE}
   */
  public Releases(Collection<Release> releases) {
    for (Release release : releases) {
      if (byVersion.put(release.version(), release) != null) {
        throw new IllegalArgumentException(release.version() + " is there twice");
      }
    }
  }

  /** What a version is like. */
  public Release of(Version version) {
    Release release = byVersion.get(version);
    return release == null ? Release.plain(version) : release;
  }

  /** Why there is no such release; empty when there is. */
  public Optional<String> refusal(Version version) {
    return byVersion.isEmpty() || byVersion.containsKey(version)
        ? Optional.empty()
        : Optional.of("there is no release " + version + ", only " + names());
  }

  /** The release that follows a version. */
  public Optional<Version> after(Version version) {
    return byVersion.isEmpty()
        ? Optional.of(version.next())
        : Optional.ofNullable(byVersion.higherEntry(version)).map(Map.Entry::getKey);
  }

  /** All there are, the oldest first, as in a sentence. */
  public String names() {
    return byVersion.keySet().stream().map(Version::toString).collect(Collectors.joining(", "));
  }
}
