package dev.skew.world.network;

import dev.skew.kernel.EventTarget;
import dev.skew.world.network.NetworkEvent.MessageDelivered;
import org.jspecify.annotations.Nullable;

/** What one node sends another on one stream channel, across all its connections. */
final class Lane implements EventTarget {

  private final Post post;
  private final Link link;
  private long lastArrivalNanos;

  Lane(Post post, Link link) {
    this.post = post;
    this.link = link;
  }

  void send(MessageDelivered delivery) {
    long arrivalNanos = link.transmit(post.queue.nowNanos(), delivery.message().sizeBytes());
    if (arrivalNanos < 0) {
      post.refuse(delivery, DropReason.NOT_CONNECTED);
      return;
    }
    lastArrivalNanos = Math.max(arrivalNanos, lastArrivalNanos);
    post.queue.schedule(lastArrivalNanos, this, delivery);
  }

  @Override
  public void onEvent(@Nullable Object payload) {
    if (payload instanceof MessageDelivered delivery) {
      post.deliver(delivery);
    }
  }
}
