package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkQualityTest {

  private static final Duration LATENCY = Duration.ofMillis(5);

  @Test
  void aPairGoesBeforeItsRegionsAndTheseBeforeTheDefault() {
    EventQueue queue = new EventQueue();
    VirtualNetwork network = new VirtualNetwork(queue, new Trace(queue), new Seed(1), millis(1));
    Region west = new Region("west");
    Region east = new Region("east");
    NodeId a = new NodeId(0, "a");
    NodeId b = new NodeId(1, "b");
    NodeId c = new NodeId(2, "c");
    List<Long> arrivals = new ArrayList<>();
    for (NodeId node : List.of(a, b, c)) {
      network.attach(
          node, node.equals(c) ? east : west, (f, ch, m) -> arrivals.add(queue.nowNanos()));
    }
    network.setRegionProfile(west, east, millis(40));
    network.setLinkProfile(b, c, millis(70));

    network.send(a, b, Channel.GOSSIP, new TestNetwork.Numbered(1, 10));
    network.send(c, a, Channel.GOSSIP, new TestNetwork.Numbered(2, 10));
    network.send(a, c, Channel.GOSSIP, new TestNetwork.Numbered(3, 10));
    network.send(b, c, Channel.GOSSIP, new TestNetwork.Numbered(4, 10));
    while (queue.runNext()) {}

    assertThat(arrivals)
        .containsExactly(
            SimTime.MILLISECOND,
            SimTime.MILLISECOND,
            40 * SimTime.MILLISECOND,
            70 * SimTime.MILLISECOND);
  }

  @Test
  void overlaysStackAndGoAwayOneByOne() {
    TestNetwork net = TestNetwork.withLatency(2, LATENCY);
    LinkSelector there = LinkSelector.link(net.node(0), net.node(1));

    OverlayId slow = net.network.addOverlay("slow", there, millis(100));
    OverlayId slower = net.network.addOverlay("slower", there, millis(1000));
    net.send(0, 1, Channel.GOSSIP, 1);
    net.send(1, 0, Channel.GOSSIP, 2);
    net.network.removeOverlay(slow);
    net.send(0, 1, Channel.GOSSIP, 3);
    net.network.removeOverlay(slower);
    net.send(0, 1, Channel.GOSSIP, 4);
    net.drain();

    assertThat(net.news(1).stream().map(TestNetwork.News::atMillis))
        .containsExactly(5.0, 1005.0, 1105.0);
    assertThat(net.received(1)).containsExactly(4L, 3L, 1L);
    assertThat(net.news(0).get(0).atMillis()).isEqualTo(5.0);
    assertThat(net.network.removeOverlay(slow)).isFalse();
  }

  @Test
  void trafficOnOneLinkDoesNotChangeAnothersLuck() {
    List<Long> alone = lossesOf(0, 0);
    List<Long> besideTraffic = lossesOf(500, 0);
    List<Long> underAnotherFaultElsewhere = lossesOf(0, 1);

    assertThat(besideTraffic).isEqualTo(alone);
    assertThat(underAnotherFaultElsewhere).isEqualTo(alone);
    assertThat(alone).hasSizeBetween(350, 450);
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(hashOf(11)).isEqualTo(hashOf(11));
    assertThat(hashOf(11)).isNotEqualTo(hashOf(12));
  }

  private static List<Long> lossesOf(int otherTraffic, int otherFaults) {
    TestNetwork net = new TestNetwork(9, 3, LinkProfile.constant(LATENCY).withLoss(0.2));
    for (int i = 0; i < otherFaults; i++) {
      net.network.addOverlay(
          "elsewhere",
          LinkSelector.link(net.node(0), net.node(2)),
          LinkProfile.CLEAN.withLoss(0.5));
    }
    for (int i = 0; i < 500; i++) {
      net.send(0, 1, Channel.GOSSIP, i);
      if (i < otherTraffic) {
        net.send(0, 2, Channel.GOSSIP, i);
        net.send(0, 2, Channel.STORE, i);
      }
    }
    net.drain();
    return net.received(1);
  }

  private static long hashOf(long seed) {
    LinkProfile profile =
        LinkProfile.of(Latency.paretonormal(LATENCY, Duration.ofMillis(2))).withLoss(0.1);
    TestNetwork net = new TestNetwork(seed, 3, profile);
    for (int i = 0; i < 300; i++) {
      int number = i;
      net.at(i * SimTime.MILLISECOND, () -> net.send(number % 3, 1, Channel.STORE, number));
    }
    net.drain();
    return net.trace.hashValue();
  }

  private static LinkProfile millis(long millis) {
    return LinkProfile.constant(Duration.ofMillis(millis));
  }
}
