package dev.headrace.io.http.wire;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The clients of this JVM: they keep connections between bundles and end with it. */
final class HttpClients {
  private static final int MAX_HEADER_COUNT = 1_000;
  private static final int MAX_HEADER_BYTES = 64 << 10;

  private static final RequestConfig CONFIG =
      RequestConfig.custom()
          .setRedirectsEnabled(false)
          .setAuthenticationEnabled(false)
          .setContentCompressionEnabled(false)
          .setProtocolUpgradeEnabled(false)
          .build();

  private HttpClients() {}

  /** The settings of a request that has so much time between two signs of life. */
  static RequestConfig configOf(Duration timeout) {
    return RequestConfig.copy(CONFIG).setResponseTimeout(Timeout.of(timeout)).build();
  }

  static CloseableHttpAsyncClient shared(boolean privateAddresses) {
    return privateAddresses ? AnyHost.CLIENT : PublicHosts.CLIENT;
  }

  private static final class AnyHost {
    static final CloseableHttpAsyncClient CLIENT = start(SystemDefaultDnsResolver.INSTANCE);
  }

  private static final class PublicHosts {
    static final CloseableHttpAsyncClient CLIENT = start(new PublicAddresses());
  }

  private static CloseableHttpAsyncClient start(DnsResolver hosts) {
    CloseableHttpAsyncClient client =
        HttpAsyncClientBuilder.create()
            .setThreadFactory(new DefaultThreadFactory("headrace-http", true))
            .setIOReactorConfig(IOReactorConfig.custom().setTcpNoDelay(true).build())
            .setHttp1Config(
                Http1Config.custom()
                    .setMaxHeaderCount(MAX_HEADER_COUNT)
                    .setMaxLineLength(MAX_HEADER_BYTES)
                    .build())
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setDnsResolver(hosts)
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    // How many are open is up to how many requests are in flight.
                    .setMaxConnPerRoute(Integer.MAX_VALUE)
                    .setMaxConnTotal(Integer.MAX_VALUE)
                    .setDefaultTlsConfig(
                        TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(10))
                            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                            // A host can move to another address.
                            .setTimeToLive(TimeValue.of(5, TimeUnit.MINUTES))
                            .build())
                    .build())
            .setDefaultRequestConfig(CONFIG)
            .setUserAgent("headrace")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .evictIdleConnections(TimeValue.ofSeconds(30))
            .build();
    client.start();
    return client;
  }
}
