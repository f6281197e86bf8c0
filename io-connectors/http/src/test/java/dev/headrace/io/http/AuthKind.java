package dev.headrace.io.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headrace.io.http.auth.Auth;
import dev.headrace.testdata.stub.Guarded;
import dev.headrace.testdata.stub.Handler;
import dev.headrace.testdata.stub.Routes;
import dev.headrace.testdata.stub.TokenEndpoint;
import dev.headrace.transforms.secrets.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Every way to authenticate, as the client is told of it and as the API asks for it. */
enum AuthKind {
  BEARER {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.bearer(file(folder, "token", secret));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return Guarded.bearer(Set.of(secret), handler);
    }
  },
  BASIC {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.basic(USER, file(folder, "password", secret));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return Guarded.basic(USER, secret, handler);
    }
  },
  KEY_IN_HEADER {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.apiKeyHeader(HEADER, file(folder, "header", secret));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return Guarded.apiKeyHeader(HEADER, secret, handler);
    }
  },
  KEY_IN_QUERY {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.apiKeyQuery(PARAMETER, file(folder, "query", secret));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return Guarded.apiKeyQuery(PARAMETER, secret, handler);
    }
  },
  CLIENT_IN_HEADER {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.oauth2ClientCredentials(tokens(api), USER, file(folder, "client", secret));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return routes(TokenEndpoint.of(USER, secret), handler);
    }
  },
  CLIENT_IN_BODY {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.oauth2ClientCredentials(tokens(api), USER, file(folder, "client", secret))
          .withClientInBody();
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return routes(TokenEndpoint.of(USER, secret), handler);
    }
  },
  REFRESH_TOKEN {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.oauth2RefreshToken(
          tokens(api),
          USER,
          file(folder, "client", secret),
          file(folder, "refresh", FIRST_REFRESH_TOKEN));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      TokenEndpoint tokens = TokenEndpoint.of(USER, secret);
      String unused = tokens.consent();
      return routes(tokens, handler);
    }
  },
  ROTATING {
    @Override
    Auth auth(Path folder, URI api, String secret) {
      return Auth.rotating(
          List.of(file(folder, "one", secret), file(folder, "other", secret + "-other")));
    }

    @Override
    Handler guard(String secret, Handler handler) {
      return Guarded.bearer(Set.of(secret, secret + "-other"), handler);
    }
  };

  static final String HEADER = "X-Api-Key";
  static final String PARAMETER = "api_key";
  private static final String USER = "reader";
  private static final String FIRST_REFRESH_TOKEN = "refresh-1";

  /**
   * The client's side.
   *
   * @param folder takes the secrets' files
   */
  abstract Auth auth(Path folder, URI api, String secret);

  /** The API's side: lets requests with the right credentials pass. */
  abstract Handler guard(String secret, Handler handler);

  /** What must not be told, in all the forms in which it travels. */
  static List<String> forms(String secret) {
    String encoded = URLEncoder.encode(secret, UTF_8);
    return List.of(
        secret,
        encoded,
        encoded.replace("+", "%20"),
        base64(USER + ":" + secret),
        base64(USER + ":" + encoded),
        FIRST_REFRESH_TOKEN,
        "refresh-2",
        "access-1",
        "access-2");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static URI tokens(URI api) {
    return api.resolve("/token");
  }

  private static Handler routes(TokenEndpoint tokens, Handler handler) {
    return Routes.create().with("/token", tokens).with("/", tokens.guard(handler));
  }

  static Secret file(Path folder, String name, String value) {
    try {
      return Secret.of("file:" + Files.writeString(folder.resolve(name), value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
