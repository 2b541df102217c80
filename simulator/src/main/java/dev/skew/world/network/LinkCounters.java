package dev.skew.world.network;

/**
 * What one directed link has seen, counted in messages unless it says packets.
 *
 * <p>The first group is what an exporter on the node could read from its kernel ({@code netstat},
 * {@code /proc/net/snmp}); the rest is known only from outside and belongs to checkers.
 *
 * <p>The link itself, seen as what it has counted: a million links are read and written with every
 * message, and an object of its own would lie elsewhere in memory.
 */
public abstract class LinkCounters {

  long sentMessages;
  long sentBytes;
  long receivedMessages;
  long receivedBytes;

  private Trouble trouble = Trouble.NONE;

  /** What most links of a large cluster never see. */
  static final class Trouble {

    private static final Trouble NONE = new Trouble();

    long retransmittedPackets;
    long duplicatesReceived;
    long corruptedReceived;

    long droppedMessages;
    long duplicatedDatagrams;
    long lostPackets;
    long cutPackets;
    long tailDroppedPackets;
    long corruptedPackets;
  }

  LinkCounters() {}

  /** To be counted in. */
  Trouble trouble() {
    if (trouble == Trouble.NONE) {
      trouble = new Trouble();
    }
    return trouble;
  }

  /** On the sender: messages handed to the network, those to itself included. */
  public long sentMessages() {
    return sentMessages;
  }

  /** On the sender. */
  public long sentBytes() {
    return sentBytes;
  }

  /** On the sender: {@code TcpRetransSegs}. */
  public long retransmittedPackets() {
    return trouble.retransmittedPackets;
  }

  /** On the receiver: messages given to its endpoint. */
  public long receivedMessages() {
    return receivedMessages;
  }

  /** On the receiver. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** On the receiver: packets it already had. */
  public long duplicatesReceived() {
    return trouble.duplicatesReceived;
  }

  /** On the receiver: packets with a wrong checksum, {@code InCsumErrors}. */
  public long corruptedReceived() {
    return trouble.corruptedReceived;
  }

  /** Truth: messages that will never arrive. */
  public long droppedMessages() {
    return trouble.droppedMessages;
  }

  /** Truth: extra copies of datagrams that the link made. */
  public long duplicatedDatagrams() {
    return trouble.duplicatedDatagrams;
  }

  /** Truth: packets that the link lost by chance. */
  public long lostPackets() {
    return trouble.lostPackets;
  }

  /** Truth: packets that met a cut. */
  public long cutPackets() {
    return trouble.cutPackets;
  }

  /** Truth: packets that found the queue full. */
  public long tailDroppedPackets() {
    return trouble.tailDroppedPackets;
  }

  /** Truth: packets that the link damaged. */
  public long corruptedPackets() {
    return trouble.corruptedPackets;
  }

  /** Truth: messages neither delivered nor dropped yet, waiting ones included. */
  public long messagesInFlight() {
    return sentMessages + trouble.duplicatedDatagrams - receivedMessages - trouble.droppedMessages;
  }
}
