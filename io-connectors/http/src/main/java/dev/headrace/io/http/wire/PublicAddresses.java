package dev.headrace.io.http.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Finds the addresses of hosts, and refuses hosts that have a private one: an API's answer, by a
 * redirect or a link, must not lead into the network of whoever reads it. What has been looked at
 * here is what is connected to.
 */
final class PublicAddresses implements DnsResolver {

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    for (InetAddress address : addresses) {
      if (isPrivate(address)) {
        throw new PrivateAddressException(host);
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
  }

  /** By https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sibling. */
  static boolean isPrivate(InetAddress address) {
    boolean local =
        address.isLoopbackAddress()
            || address.isAnyLocalAddress()
            || address.isLinkLocalAddress()
            || address.isSiteLocalAddress()
            || address.isMulticastAddress();
    if (local) {
      return true;
    }
    return address instanceof Inet4Address
        ? isPrivate4(address.getAddress())
        : isPrivate6((Inet6Address) address);
  }

  private static boolean isPrivate4(byte[] a) {
    int first = a[0] & 0xff;
    int second = a[1] & 0xff;
    boolean sharedByCarrier = first == 100 && second >= 64 && second < 128;
    boolean thisNetwork = first == 0;
    boolean protocolAssignments = first == 192 && second == 0 && a[2] == 0;
    boolean benchmarking = first == 198 && (second == 18 || second == 19);
    boolean reserved = first >= 240;
    return sharedByCarrier || thisNetwork || protocolAssignments || benchmarking || reserved;
  }

  private static boolean isPrivate6(Inet6Address address) {
    byte[] a = address.getAddress();
    boolean uniqueLocal = (a[0] & 0xfe) == 0xfc;
    boolean nat64OfOnesOwn = startsWith(a, "0064ff9b0001");
    return uniqueLocal || nat64OfOnesOwn || leadsToPrivate4(a);
  }

  /** NAT64, 6to4 and addresses compatible with IPv4 lead to the one they hold. */
  private static boolean leadsToPrivate4(byte[] a) {
    if (startsWith(a, "2002")) {
      return isPrivateEmbedded(a, 2);
    }
    boolean atTheEnd = startsWith(a, "0064ff9b" + "00".repeat(8)) || startsWith(a, "00".repeat(12));
    return atTheEnd && isPrivateEmbedded(a, 12);
  }

  private static boolean startsWith(byte[] a, String hex) {
    return HexFormat.of().formatHex(a).startsWith(hex);
  }

  private static boolean isPrivateEmbedded(byte[] a, int at) {
    try {
      return isPrivate(InetAddress.getByAddress(Arrays.copyOfRange(a, at, at + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }

  /** The host has a private address. */
  static final class PrivateAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    PrivateAddressException(String host) {
      super(host);
    }
  }
}
