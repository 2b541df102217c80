package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashRingTest {

  private static final int KEYS = 10_000;

  private final StoreSettings settings =
      StoreSettings.of(KeyspaceSettings.of("main", Versioning.HLC)).withVnodes(64);

  @Test
  void aPreferenceListHoldsDistinctNodes() {
    HashRing ring = new HashRing(nodes(5), settings);

    for (int i = 0; i < KEYS; i++) {
      assertThat(ring.replicasOf("k" + i, 3)).doesNotHaveDuplicates().hasSize(3);
    }
  }

  @Test
  void theOrderOfTheMembersDoesNotMatter() {
    List<NodeId> reversed = new ArrayList<>(nodes(5));
    Collections.reverse(reversed);
    HashRing one = new HashRing(nodes(5), settings);
    HashRing other = new HashRing(reversed, settings);

    for (int i = 0; i < KEYS; i++) {
      assertThat(one.replicasOf("k" + i, 3)).isEqualTo(other.replicasOf("k" + i, 3));
    }
  }

  @Test
  void oneMoreNodeTakesItsShareAndMovesNothingElse() {
    HashRing before = new HashRing(nodes(5), settings);
    HashRing after = new HashRing(nodes(6), settings);

    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      NodeId old = before.replicasOf("k" + i, 1).get(0);
      NodeId now = after.replicasOf("k" + i, 1).get(0);
      if (!old.equals(now)) {
        moved++;
        assertThat(now.name()).isEqualTo("db-5");
      }
    }

    assertThat(moved).isBetween(KEYS / 12, KEYS / 3);
  }

  @Test
  void keysSpreadOverTheNodes() {
    HashRing ring = new HashRing(nodes(4), settings);
    int[] counts = new int[4];

    for (int i = 0; i < KEYS; i++) {
      counts[ring.replicasOf("k" + i, 1).get(0).index()]++;
    }

    for (int count : counts) {
      assertThat(count).isBetween(KEYS / 8, KEYS / 2);
    }
  }

  @Test
  void keysAreOfTheKeyspaceTheirPrefixNames() {
    StoreSettings two =
        StoreSettings.of(
            KeyspaceSettings.of("main", Versioning.HLC),
            KeyspaceSettings.of("cart", Versioning.VECTOR_CLOCK));

    assertThat(two.keyspaceOf("cart:7")).isEqualTo(1);
    assertThat(two.keyspaceOf("carts:7")).isZero();
    assertThat(two.keyspaceOf("cart")).isZero();
    assertThat(two.keyspaceOf("main:7")).isZero();
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> new KeyspaceSettings.Replication(3, 4, 1))
        .hasMessage("W and R must lie in 1 to N, got N 3, W 4, R 1");
    assertThatThrownBy(() -> KeyspaceSettings.of("cart", Versioning.VECTOR_CLOCK).withCommitWait())
        .hasMessage("keyspace cart: commit-wait needs versions by timestamp, not vector-clock");
    assertThatThrownBy(
            () ->
                StoreSettings.of(
                    KeyspaceSettings.of("a", Versioning.HLC),
                    KeyspaceSettings.of("a", Versioning.CRDT)))
        .hasMessage("keyspace a is set up twice");
    assertThatThrownBy(() -> new StoreSettings.Trees(48, 1))
        .hasMessage("leaves must be a power of two from 2 to 1024, got 48");
  }

  private static List<NodeId> nodes(int count) {
    List<NodeId> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new NodeId(i, "db-" + i));
    }
    return nodes;
  }
}
