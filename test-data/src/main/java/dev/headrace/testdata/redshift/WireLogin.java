package dev.headrace.testdata.redshift;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client in: no encryption, a password by MD5, and of its settings only those that
 * PostgreSQL knows. Amazon's driver always sends some that PostgreSQL refuses.
 *
 * <p>Source: <a href="https://www.postgresql.org/docs/17/protocol-flow.html">Message Flow</a>.
 */
final class WireLogin {
  private static final int CANCEL = 80877102;
  private static final int SSL = 80877103;
  private static final int GSS = 80877104;
  private static final int VERSION_3 = 196608;
  private static final Set<String> KNOWN =
      Set.of(
          "application_name",
          "client_encoding",
          "datestyle",
          "extra_float_digits",
          "options",
          "search_path",
          "statement_timeout",
          "timezone");

  private final PostgresAddress server;
  private final String password;

  WireLogin(PostgresAddress server, String password) {
    this.server = server;
    this.password = password;
  }

  /** Returns the session behind, or null if the client wanted none or may not have it. */
  @Nullable WireStream admit(WireStream client) throws IOException {
    byte[] packet = client.readPacket();
    ByteBuffer first = ByteBuffer.wrap(packet);
    int code = first.getInt();
    while (code == SSL || code == GSS) {
      client.writeByte('N');
      client.flush();
      packet = client.readPacket();
      first = ByteBuffer.wrap(packet);
      code = first.getInt();
    }
    if (code == CANCEL) {
      cancel(packet);
      return null;
    }
    if (code != VERSION_3) {
      refuse(client, "0A000", "unsupported frontend protocol " + (code >> 16));
      return null;
    }
    Map<String, String> settings = settings(first);
    if (!allowed(client, settings.getOrDefault("user", ""))) {
      return null;
    }
    String database = settings.getOrDefault("database", "");
    if (!database.equals(server.database())) {
      refuse(client, "3D000", "database \"" + database + "\" does not exist");
      return null;
    }
    return connect(settings);
  }

  private static Map<String, String> settings(ByteBuffer startup) {
    Map<String, String> settings = new LinkedHashMap<>();
    String name = WireMessage.text(startup);
    while (!name.isEmpty()) {
      settings.put(name, WireMessage.text(startup));
      name = WireMessage.text(startup);
    }
    return settings;
  }

  private boolean allowed(WireStream client, String user) throws IOException {
    byte[] salt = new byte[4];
    new SecureRandom().nextBytes(salt);
    client.write(WireMessage.of('R').int32(5).bytes(salt, 0, salt.length).build());
    client.flush();
    WireMessage answer = client.require();
    byte[] given = WireMessage.text(answer.body()).getBytes(StandardCharsets.UTF_8);
    byte[] expected = ("md5" + md5(md5(password + user), salt)).getBytes(StandardCharsets.UTF_8);
    boolean right = MessageDigest.isEqual(given, expected) && answer.type() == 'p';
    if (!right || !user.equals(server.user())) {
      refuse(client, "28P01", "password authentication failed for user \"" + user + "\"");
      return false;
    }
    return true;
  }

  private static String md5(String text, byte... salt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(salt));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private WireStream connect(Map<String, String> settings) throws IOException {
    WireMessage.Builder startup =
        WireMessage.of(' ')
            .int32(VERSION_3)
            .text("user")
            .text(server.user())
            .text("database")
            .text(server.database());
    if (settings.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("timezone"))) {
      startup.text("TimeZone").text("UTC");
    }
    settings.forEach(
        (name, value) -> {
          if (KNOWN.contains(name.toLowerCase(Locale.ROOT))) {
            startup.text(name).text(value);
          }
        });
    WireStream backend = new WireStream(socket());
    backend.writePacket(startup.byteOf(0).build().bytes());
    backend.flush();
    return backend;
  }

  private void cancel(byte[] request) throws IOException {
    try (WireStream backend = new WireStream(socket())) {
      backend.writePacket(request);
      backend.flush();
      // PostgreSQL closes the connection when it has sent the signal.
      backend.read();
    }
  }

  private Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static void refuse(WireStream client, String state, String why) throws IOException {
    client.write(WireErrors.fatal(state, why));
    client.flush();
  }
}
