package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.StoreSettings.Beacons;
import dev.skew.rehearse.scenario.StoreSettings.Software;
import dev.skew.world.version.BeaconSettings;
import dev.skew.world.version.Release;
import dev.skew.world.version.RowHash;
import dev.skew.world.version.Version;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of {@code store} that are about versions. */
final class SoftwareTable {

  private static final Field<Beacons, Duration> INTERVAL =
      Field.of(
          "interval",
          Scalars.duration(Duration.ZERO, Duration.ofHours(1)),
          Beacons::interval,
          "From one beacon of a node to its next; 0s for none.");
  private static final Field<Beacons, Integer> FANOUT =
      Field.of(
          "fanout",
          Scalars.count(1, BeaconSettings.MAX_FANOUT),
          Beacons::fanout,
          "How many random peers each reaches.");
  private static final Field<Beacons, Duration> ADOPT_WITHIN =
      Field.of(
          "adoptWithin",
          Scalars.duration(Duration.ZERO, Duration.ofDays(1)),
          Beacons::adoptWithin,
          "A node that hears of a newer deploy restarts with its version after a delay drawn from"
              + " zero to this.");

  private static final ObjectShape<Beacons> BEACON_SETTINGS =
      ObjectShape.of(
              "beacons", Beacons.OFF, "Gossip of versions and state hashes; off until it is given.")
          .with(INTERVAL)
          .with(FANOUT)
          .with(ADOPT_WITHIN)
          .check(SoftwareTable::checkInterval, INTERVAL, FANOUT, ADOPT_WITHIN)
          .make(
              values ->
                  new Beacons(values.get(INTERVAL), values.get(FANOUT), values.get(ADOPT_WITHIN)));

  private static final Field<Release, Version> VERSION =
      Field.required("version", Scalars.version(), Release::version, "What it is called.");
  private static final Field<Release, Hash> ROW_HASH =
      Field.of(
          "rowHash",
          Shapes.choice(Hash.values()),
          release -> Hash.of(release.rowHash()),
          "The function that its hash trees are made with.");
  private static final Field<Release, Integer> ENCODING =
      Field.of(
          "encoding",
          Scalars.count(1, Release.MAX_ENCODING),
          Release::encoding,
          "In which it sends rows; it reads this one and those before.");

  private static final ObjectShape<Release> RELEASE =
      ObjectShape.of(
              "release", Release.plain(new Version(1, 0, 0)), "A version and what is its own.")
          .with(VERSION)
          .with(ROW_HASH)
          .with(ENCODING)
          .make(
              values ->
                  new Release(
                      values.get(VERSION), values.get(ROW_HASH).hash, values.get(ENCODING)));

  static final Field<StoreSettings, Beacons> BEACONS =
      Field.of("beacons", BEACON_SETTINGS, Software::beacons, "How versions spread by themselves.")
          .in(StoreSettings::software);
  static final Field<StoreSettings, List<Release>> VERSIONS =
      Field.of(
              "versions",
              Shapes.list(RELEASE, 0, 100),
              Software::releases,
              "All there are, where some differ; where none is given, any will do.")
          .in(StoreSettings::software);

  /** A hash function as files name it. */
  private enum Hash implements Labelled {
    MURMUR3(RowHash.MURMUR3),
    XXHASH64(RowHash.XXHASH64);

    private final RowHash hash;

    Hash(RowHash hash) {
      this.hash = hash;
    }

    static Hash of(RowHash hash) {
      return switch (hash) {
        case MURMUR3 -> MURMUR3;
        case XXHASH64 -> XXHASH64;
      };
    }

    @Override
    public String label() {
      return hash.label();
    }
  }

  private SoftwareTable() {}

  private static void checkInterval(Values values) {
    boolean isMeant = values.isGiven(FANOUT) || values.isGiven(ADOPT_WITHIN);
    if (isMeant && values.get(INTERVAL).isZero()) {
      values.reject(
          INTERVAL, "must be given and more than 0s, such as 1s; without it there are no beacons");
    }
  }

  static Software software(Values values) {
    return new Software(values.get(BEACONS), values.get(VERSIONS));
  }

  static void refuseTwins(Values values) {
    Set<Version> seen = new HashSet<>();
    for (Release release : values.get(VERSIONS)) {
      if (!seen.add(release.version())) {
        values.reject(VERSIONS, "has " + release.version() + " twice; keep one");
      }
    }
  }
}
