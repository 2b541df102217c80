package dev.skew.world.network;

import dev.skew.kernel.EventTarget;
import dev.skew.world.network.NetworkEvent.MessageDelivered;
import org.jspecify.annotations.Nullable;

/** The transport where loss is loss; also what a node sends to itself. */
final class Datagrams implements EventTarget {

  private final Post post;

  private record Corrupted(MessageDelivered message) {}

  Datagrams(Post post) {
    this.post = post;
  }

  /** To itself: at once, but in an event of its own. */
  void loopBack(MessageDelivered delivery) {
    post.queue.schedule(post.queue.nowNanos(), this, delivery);
  }

  void send(Link link, MessageDelivered delivery) {
    int bytes = delivery.message().sizeBytes();
    long arrivalNanos = link.transmit(post.queue.nowNanos(), bytes);
    boolean hasCopy = link.hasCopy();
    long copyNanos = link.copyNanos();
    boolean isCopyDamaged = link.isCopyDamaged();
    if (arrivalNanos >= 0) {
      schedule(arrivalNanos, link.isDamaged(), delivery);
    } else {
      post.drop(delivery, reasonOf(arrivalNanos));
    }
    if (hasCopy) {
      link.trouble().duplicatedDatagrams++;
      schedule(copyNanos, isCopyDamaged, delivery);
    }
  }

  private void schedule(long atNanos, boolean damaged, MessageDelivered delivery) {
    post.queue.schedule(atNanos, this, damaged ? new Corrupted(delivery) : delivery);
  }

  private static DropReason reasonOf(long fate) {
    if (fate == Link.CUT) {
      return DropReason.PARTITIONED;
    }
    return fate == Link.TAIL_DROPPED ? DropReason.QUEUE_FULL : DropReason.LOST;
  }

  @Override
  public void onEvent(@Nullable Object payload) {
    if (payload instanceof MessageDelivered delivery) {
      post.deliver(delivery);
    } else if (payload instanceof Corrupted corrupted) {
      onCorrupted(corrupted.message());
    }
  }

  private void onCorrupted(MessageDelivered delivery) {
    post.fabric.link(delivery.from(), delivery.to()).trouble().corruptedReceived++;
    post.drop(delivery, DropReason.CORRUPTED);
    Host host = post.fabric.host(delivery.to());
    if (host.running && host.endpoint != null) {
      host.endpoint.onCorrupted(delivery.from(), delivery.channel(), delivery.message());
    }
  }
}
