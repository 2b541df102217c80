package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreMessage.Beaconed;
import dev.skew.world.quorum.StoreSettings.Hints;
import dev.skew.world.quorum.StoreSettings.Repair;
import dev.skew.world.quorum.StoreSettings.Software;
import dev.skew.world.quorum.StoreSettings.Trees;
import dev.skew.world.version.BeaconSettings;
import dev.skew.world.version.Release;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Revision;
import dev.skew.world.version.RowHash;
import dev.skew.world.version.Version;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Versions that spread by beacons, and versions that do not understand each other. */
class BeaconTest {

  private static final Version OLD = StoreBench.FIRST_VERSION;
  private static final Version NEW = new Version(2, 2, 0);
  private static final BeaconSettings EVERY_SECOND =
      new BeaconSettings(SimTime.SECOND, 1, 10 * SimTime.SECOND);

  @Test
  void aVersionThatOneNodeGetsSoonRunsOnAll() {
    StoreBench bench = bench(6, Releases.ALIKE, EVERY_SECOND);

    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(40 * SimTime.SECOND);

    assertThat(versions(bench)).containsOnly(NEW);
  }

  @Test
  void withoutBeaconsNobodyHearsOfIt() {
    StoreBench bench = bench(6, Releases.ALIKE, BeaconSettings.OFF);

    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(SimTime.MINUTE);

    assertThat(versions(bench)).containsExactly(NEW, OLD, OLD, OLD, OLD, OLD);
    assertThat(bench.delivered).doesNotHaveAnyElementsOfTypes(Beaconed.class);
  }

  @Test
  void whatIsRolledBackBeforeItsAdoptionIsNotAdopted() {
    BeaconSettings patient = new BeaconSettings(SimTime.SECOND, 1, 600 * SimTime.SECOND);
    StoreBench bench = bench(6, Releases.ALIKE, patient);
    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(15 * SimTime.SECOND);
    List<Integer> waiting =
        IntStream.range(1, 6)
            .filter(node -> bench.store(node).revision().version().equals(OLD))
            .boxed()
            .toList();

    bench.deploy(0, new Revision(2, OLD));
    bench.runFor(700 * SimTime.SECOND);

    assertThat(waiting).isNotEmpty();
    assertThat(versions(bench)).containsOnly(OLD);
    assertThat(waiting).allMatch(node -> bench.store(node).revision().deploy() == 0);
  }

  @Test
  void aBeaconIsAnsweredOnlyWhenItsSenderKnowsLess() {
    StoreBench bench = bench(2, Releases.ALIKE, EVERY_SECOND);
    bench.runFor(20 * SimTime.SECOND);
    long before = replies(bench);

    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(20 * SimTime.SECOND);

    assertThat(before).isZero();
    assertThat(replies(bench)).isLessThanOrEqualTo(2);
    assertThat(versions(bench)).containsOnly(NEW);
  }

  @Test
  void aBeaconIsNoLargerAmongManyNodes() {
    StoreBench few = bench(3, Releases.ALIKE, EVERY_SECOND);
    StoreBench many = bench(60, Releases.ALIKE, EVERY_SECOND);

    few.runFor(3 * SimTime.SECOND);
    many.runFor(3 * SimTime.SECOND);

    assertThat(beacons(few)).isNotEmpty();
    int size = beacons(few).get(0).sizeBytes();
    assertThat(beacons(many)).isNotEmpty().allMatch(beacon -> beacon.sizeBytes() == size);
  }

  @Test
  void replicasThatAgreeHaveOneStateHash() {
    StoreBench bench = bench(5, Releases.ALIKE, EVERY_SECOND);

    write(bench, 30);
    bench.runFor(5 * SimTime.SECOND);
    long before = bench.total(Counter.STATE_HASHES_DIFFERED);
    bench.runFor(SimTime.MINUTE);

    assertThat(bench.total(Counter.BEACONS_HEARD)).isGreaterThan(200);
    assertThat(bench.total(Counter.STATE_HASHES_DIFFERED)).isEqualTo(before);
  }

  @Test
  void aReplicaThatLacksARowIsFoundByItsStateHash() {
    StoreBench bench = bench(3, Releases.ALIKE, EVERY_SECOND);
    bench.isolate(2);
    bench.put(0, "key", "v");
    bench.runFor(3 * SimTime.SECOND);

    bench.heal();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(bench.total(Counter.STATE_HASHES_DIFFERED)).isPositive();
    assertThat(bench.count(StoreEvent.StateHashDiffered.class)).isPositive();
  }

  @Test
  void versionsThatHashDifferentlySendEachOtherWhatTheyHave() {
    StoreBench bench = bench(3, releases(RowHash.XXHASH64, 1), stayApart());
    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(2 * SimTime.SECOND);
    write(bench, 30);
    long mended = bench.total(Counter.ROWS_MENDED);

    bench.runFor(SimTime.MINUTE);

    // Of 180 comparisons in a minute two thirds are between old and new, and each sends a row.
    assertThat(bench.total(Counter.ROWS_NEEDLESS)).isGreaterThan(110);
    assertThat(bench.total(Counter.ROWS_MENDED)).isEqualTo(mended);
    assertThat(bench.total(Counter.STATE_HASHES_DIFFERED)).isPositive();
    assertThat(bench.store(0).hashRollup()).isNotEqualTo(bench.store(1).hashRollup());
    assertThat(bench.store(0).rows()).hasSameSizeAs(bench.store(1).rows());
  }

  @Test
  void whoComesToHashAlikeHashesItsOldRowsAlike() {
    StoreBench bench = bench(3, releases(RowHash.XXHASH64, 1), stayApart());
    write(bench, 30);
    bench.runFor(20 * SimTime.SECOND);

    for (int node = 0; node < 3; node++) {
      bench.deploy(node, new Revision(1, NEW));
      bench.runFor(5 * SimTime.SECOND);
    }

    assertThat(bench.store(0).hashRollup())
        .isNotZero()
        .isEqualTo(bench.store(1).hashRollup())
        .isEqualTo(bench.store(2).hashRollup());
  }

  @Test
  void anOldVersionCannotReadRowsInANewEncoding() {
    StoreBench bench = bench(3, releases(RowHash.MURMUR3, 2), stayApart());
    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(2 * SimTime.SECOND);

    ClientResponse written = bench.put(0, "key", "v");

    assertThat(written.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(bench.store(1).row("key")).isEmpty();
    assertThat(bench.store(1).counters().get(Counter.DECODE_FAILURES)).isPositive();
    assertThat(bench.events).contains(undecodable(bench));
  }

  @Test
  void aNewVersionReadsRowsInAnOldEncoding() {
    StoreBench bench = bench(3, releases(RowHash.MURMUR3, 2), stayApart());
    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(2 * SimTime.SECOND);

    ClientResponse written = bench.put(1, "key", "v");

    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.store(0).row("key")).isPresent();
    assertThat(bench.store(0).counters().get(Counter.DECODE_FAILURES)).isZero();
  }

  @Test
  void rowsThatCouldNotBeReadComeOnceTheyCan() {
    StoreBench bench = bench(3, releases(RowHash.MURMUR3, 2), EVERY_SECOND);
    bench.deploy(0, new Revision(1, NEW));
    bench.runFor(SimTime.SECOND + SimTime.SECOND / 10);
    bench.put(0, "key", "v");

    bench.runFor(2 * SimTime.MINUTE);

    assertThat(versions(bench)).containsOnly(NEW);
    assertThat(bench.agree("key")).isTrue();
    assertThat(bench.store(2).row("key")).isPresent();
  }

  private static StoreEvent undecodable(StoreBench bench) {
    return new StoreEvent.RowsUndecodable(bench.ring.at(1), bench.ring.at(0), 2);
  }

  /** What is heard of is not adopted while a test lasts. */
  private static BeaconSettings stayApart() {
    return new BeaconSettings(SimTime.SECOND, 1, 86_400 * SimTime.SECOND);
  }

  private static Releases releases(RowHash hash, int encoding) {
    return new Releases(List.of(Release.plain(OLD), new Release(NEW, hash, encoding)));
  }

  private static void write(StoreBench bench, int keys) {
    for (int i = 0; i < keys; i++) {
      bench.put(i % bench.size(), "key" + i, "v");
    }
  }

  private static List<Version> versions(StoreBench bench) {
    return IntStream.range(0, bench.size())
        .mapToObj(node -> bench.store(node).revision().version())
        .toList();
  }

  private static List<Beaconed> beacons(StoreBench bench) {
    return bench.delivered.stream()
        .filter(Beaconed.class::isInstance)
        .map(Beaconed.class::cast)
        .toList();
  }

  private static long replies(StoreBench bench) {
    return beacons(bench).stream().filter(Beaconed::isReply).count();
  }

  private static StoreBench bench(int nodes, Releases releases, BeaconSettings beacons) {
    long grace = 864_000 * SimTime.SECOND;
    StoreSettings settings =
        StoreSettings.of(KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS))
            .with(new Repair(false, 0, Hints.OFF, new Trees(32, SimTime.SECOND), grace))
            .with(new Software(releases, beacons));
    return new StoreBench(1, nodes, settings);
  }
}
