package dev.headrace.testdata.redshift;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Encrypts what a warehouse that speaks in the clear says, as Redshift does: a client asks for TLS,
 * and is given it (https://www.postgresql.org/docs/17/protocol-flow.html).
 */
final class TlsRelay implements AutoCloseable {
  private static final char[] STORE_PASSWORD = "relayed".toCharArray();
  private static final int SSL_REQUEST_BYTES = 8;

  private final ServerSocket server;
  private final SSLContext tls;
  private final int target;
  private final Path certificate;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

  private TlsRelay(ServerSocket server, SSLContext tls, int target, Path certificate) {
    this.server = server;
    this.tls = tls;
    this.target = target;
    this.certificate = certificate;
  }

  /** Relays to a port of this machine, with a key and a certificate of its own. */
  static TlsRelay to(int port, Path folder) throws IOException {
    try {
      return encrypted(port, folder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No keys could be read", e);
    }
  }

  private static TlsRelay encrypted(int port, Path folder)
      throws IOException, GeneralSecurityException {
    Path keys = folder.resolve("relay.p12");
    makeKeys(keys);
    KeyStore store = KeyStore.getInstance(keys.toFile(), STORE_PASSWORD);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, STORE_PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    Path certificate = folder.resolve("relay.pem");
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(store.getCertificate("relay").getEncoded());
    Files.writeString(
        certificate,
        "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n",
        StandardCharsets.US_ASCII);
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TlsRelay relay = new TlsRelay(server, tls, port, certificate);
    relay.threads.execute(relay::accept);
    return relay;
  }

  private static void makeKeys(Path store) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of("-genkeypair", "-alias", "relay", "-keyalg", "RSA", "-keysize", "2048"));
    command.addAll(List.of("-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1"));
    command.addAll(List.of("-validity", "2", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", store.toString()));
    command.addAll(List.of("-storepass", new String(STORE_PASSWORD)));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("No keys were made: " + told);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** What clients are to trust, as PEM. */
  Path certificate() {
    return certificate;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> relay(client));
      }
    } catch (IOException e) {
      // It was closed, which is how it ends.
    }
  }

  private void relay(Socket client) {
    try {
      client.getInputStream().readNBytes(SSL_REQUEST_BYTES);
      client.getOutputStream().write('S');
      client.getOutputStream().flush();
      SSLSocket secured =
          (SSLSocket) tls.getSocketFactory().createSocket(client, "127.0.0.1", port(), true);
      open.add(secured);
      secured.setUseClientMode(false);
      Socket warehouse = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(warehouse);
      InputStream answers = warehouse.getInputStream();
      OutputStream toClient = secured.getOutputStream();
      threads.execute(() -> pump(answers, toClient, secured));
      pump(secured.getInputStream(), warehouse.getOutputStream(), warehouse);
    } catch (IOException e) {
      close(client);
    }
  }

  /** Until one side ends, which ends the other. */
  private static void pump(InputStream from, OutputStream to, Closeable other) {
    byte[] buffer = new byte[8_192];
    try {
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    } catch (IOException e) {
      // The side that broke is as good as ended.
    }
    close(other);
  }

  private static void close(Closeable one) {
    try {
      one.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }

  @Override
  public void close() {
    close(server);
    open.forEach(TlsRelay::close);
    threads.shutdownNow();
  }
}
