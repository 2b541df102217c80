package dev.skew.world.network;

import dev.skew.world.topology.NodeId;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transport where loss costs time: all lanes and the habits of their channels. */
final class Streams {

  private final Post post;
  private final StreamSettings[] settings;

  Streams(Post post) {
    this.post = post;
    this.settings =
        Arrays.stream(Channel.values())
            .map(StreamSettings::defaultFor)
            .toArray(StreamSettings[]::new);
  }

  Post post() {
    return post;
  }

  StreamSettings settings(Channel channel) {
    return settings[channel.slot()];
  }

  void configure(Channel channel, StreamSettings value) {
    settings[channel.slot()] = value;
  }

  Lane lane(Link link, Channel channel) {
    Lane lane = link.lane(channel);
    if (lane == null) {
      lane = new Lane(this, link, channel);
      link.addLane(lane);
    }
    return lane;
  }

  void onProcessDied(NodeId node) {
    forEachLaneOf(node, lane -> lane.onProcessDied(node));
  }

  void onProcessBegan(NodeId node) {
    forEachLaneOf(node, lane -> lane.onProcessBegan(node));
  }

  void onProcessFrozen(NodeId node) {
    forEachLaneOf(node, Lane::onLinksChanged);
  }

  void onProcessThawed(NodeId node) {
    forEachLaneOf(node, lane -> lane.onProcessThawed(node));
  }

  void onLinksChanged() {
    post.fabric.forEachLink(link -> link.forEachLane(Lane::onLinksChanged));
  }

  /** Lanes that lead from or to a node, in the order of the other node's index. */
  private void forEachLaneOf(NodeId node, Consumer<Lane> action) {
    for (int other = 0; other < post.fabric.hostCount(); other++) {
      forEachLane(post.fabric.linkIfUsed(node.index(), other), action);
      if (other != node.index()) {
        forEachLane(post.fabric.linkIfUsed(other, node.index()), action);
      }
    }
  }

  private static void forEachLane(@Nullable Link link, Consumer<Lane> action) {
    if (link != null) {
      link.forEachLane(action);
    }
  }
}
