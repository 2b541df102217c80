package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.StoreSettings.Byzantine;
import dev.skew.rehearse.scenario.StoreSettings.Keyspace;

/** The fields of {@code store} that are about nodes that lie. */
final class ByzantineTable {

  /** Of thirty replicas, more could not be told from the honest. */
  private static final int MOST_MASKED = 14;

  private static final Field<Byzantine, Boolean> DETECT =
      Field.of(
          "detect",
          Scalars.BOOLEAN,
          Byzantine::detect,
          "Reads compare the values that replicas give of each write; who gave another one than two"
              + " others is put into quarantine by a majority of the nodes.");

  private static final Field<Byzantine, Integer> MASKING =
      Field.of(
          "masking",
          Scalars.count(0, MOST_MASKED),
          Byzantine::masking,
          "So many liars among a key's replicas are masked: a read answers only what one replica"
              + " more has first hand. Needs replicas of 2f + 1 and a writeQuorum of f + 1.");

  static final Field<StoreSettings, Byzantine> BYZANTINE =
      Field.of(
          "byzantine",
          ObjectShape.of("byzantine", Byzantine.DEFAULT, "What is done about nodes that lie.")
              .with(DETECT)
              .with(MASKING)
              .check(ByzantineTable::checkDetection, DETECT, MASKING)
              .make(values -> new Byzantine(values.get(DETECT), values.get(MASKING))),
          StoreSettings::byzantine,
          "What is done about nodes that lie.");

  private ByzantineTable() {}

  private static void checkDetection(Values values) {
    if (values.get(MASKING) > 0 && !values.get(DETECT)) {
      values.reject(MASKING, "needs detect: true, which compares who has what first hand");
    }
  }

  /** What masking asks of each keyspace (Malkhi and Reiter 1998, threshold systems). */
  static void checkMasking(Values values) {
    int liars = values.get(BYZANTINE).masking();
    if (liars == 0) {
      return;
    }
    for (Keyspace keyspace : values.get(ProtocolTables.KEYSPACES)) {
      String needs = "masks %d of the replicas, so keyspace %s needs ";
      needs = needs.formatted(liars, keyspace.name());
      if (keyspace.replicas() < 2 * liars + 1) {
        String replicas = "%d replicas at least (2f + 1; %d for full masking), got %d";
        values.reject(
            BYZANTINE,
            needs + replicas.formatted(2 * liars + 1, 4 * liars + 1, keyspace.replicas()));
      } else if (keyspace.writeQuorum() < liars + 1) {
        String quorum = "a writeQuorum of %d at least (f + 1), got %d";
        values.reject(BYZANTINE, needs + quorum.formatted(liars + 1, keyspace.writeQuorum()));
      }
      if (keyspace.sloppyQuorum()) {
        values.reject(
            BYZANTINE, needs + "sloppyQuorum: false; those who stand in are no witnesses");
      }
    }
  }
}
