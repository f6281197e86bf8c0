package dev.headrace.io.http.wire;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.0.1",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "::10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "64:ff9b:1:ffff::8.8.8.8",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
      })
  void anAddressOfSomeNetworkOfOnesOwnIsPrivate(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPrivate(InetAddress.getByName(address)), is(true));
    assertThrows(
        PublicAddresses.PrivateAddressException.class,
        () -> new PublicAddresses().resolve(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9c::7f00:1",
        "2002:808:808::1",
        "2003::1",
        "fbff::1",
      })
  void anAddressOfTheInternetIsPublic(String address) throws UnknownHostException {
    assertThat(PublicAddresses.isPrivate(InetAddress.getByName(address)), is(false));
    assertThat(
        new PublicAddresses().resolve(address),
        is(new InetAddress[] {InetAddress.getByName(address)}));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "2130706433", "127.1", "[::1]", "[::ffff:127.0.0.1]"})
  void thisMachineIsPrivateByWhateverName(String host) {
    assertThrows(
        PublicAddresses.PrivateAddressException.class, () -> new PublicAddresses().resolve(host));
  }
}
