package org.inclusiondesk.teams;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.microsoft.bot.builder.BotFrameworkAdapter;
import com.microsoft.bot.builder.InvokeResponse;
import com.microsoft.bot.builder.TurnContext;
import com.microsoft.bot.connector.ConnectorClient;
import com.microsoft.bot.connector.authentication.AppCredentials;
import com.microsoft.bot.connector.authentication.AuthenticationConfiguration;
import com.microsoft.bot.connector.authentication.ClaimsIdentity;
import com.microsoft.bot.connector.authentication.MicrosoftAppCredentials;
import com.microsoft.bot.connector.rest.RestConnectorClient;
import com.microsoft.bot.restclient.RestClient;
import com.microsoft.bot.restclient.ServiceResponseBuilder;
import com.microsoft.bot.restclient.retry.RetryStrategy;
import com.microsoft.bot.schema.Activity;
import com.microsoft.bot.schema.ChannelAccount;
import com.microsoft.bot.schema.ResourceResponse;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.inclusiondesk.conversation.Address.Mailbox;
import org.inclusiondesk.conversation.Speaker;
import org.jspecify.annotations.Nullable;
import retrofit2.Retrofit;

/**
 * The line to the Bot Connector: runs turns through the SDK's adapter, sends activities and looks
 * people up. The SDK's own HTTP settings are replaced: short timeouts, many calls to one host, no
 * cookies, no redirects, and repeats by {@link Patience} alone. Safe for any number of threads.
 */
public final class Connector implements AutoCloseable {
  private static final Duration LOOK_UP = Duration.ofSeconds(2);
  private static final Duration WHOLE_CALL = Duration.ofSeconds(10);
  private static final int CALLS_AT_ONCE = 64;

  private final TeamsSettings settings;
  private final Clock clock;
  private final OkHttpClient http;
  private final RetryStrategy patience;
  private final AppCredentials credentials;
  private final Adapter adapter;
  private final Wire wire = new Wire();
  private final Cache<String, ConnectorClient> clients =
      Caffeine.newBuilder().maximumSize(64).build();

  public Connector(TeamsSettings settings, Clock clock) {
    this(settings, clock, length -> Thread.sleep(length.toMillis()));
  }

  Connector(TeamsSettings settings, Clock clock, Patience.Pause pause) {
    this.settings = settings;
    this.clock = clock;
    this.patience = new Patience(pause, new SecureRandom(), clock);
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(2 * CALLS_AT_ONCE);
    dispatcher.setMaxRequestsPerHost(CALLS_AT_ONCE);
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool(CALLS_AT_ONCE, 30, TimeUnit.SECONDS))
            .connectTimeout(Duration.ofSeconds(3))
            .readTimeout(Duration.ofSeconds(8))
            .writeTimeout(Duration.ofSeconds(5))
            .callTimeout(WHOLE_CALL)
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
    this.credentials =
        settings.appId() == null || settings.tenantId() == null || settings.password() == null
            ? MicrosoftAppCredentials.empty()
            : new AppToken(
                settings.appId(),
                settings.tenantId(),
                settings.password(),
                settings.tokenEndpoint(),
                http,
                clock);
    this.adapter = new Adapter(credentials);
  }

  /** The HTTP client with the settings of this class, without credentials. */
  OkHttpClient http() {
    return http;
  }

  /** Whether messages may go to the address. */
  boolean mayReach(URI serviceUrl) {
    return settings.production()
        ? "https".equals(serviceUrl.getScheme()) || Loopback.isWeb(serviceUrl)
        : Loopback.isWeb(serviceUrl);
  }

  /** Whether the tenant is the one served; anything goes where the desk is tried out. */
  boolean serves(@Nullable String tenant) {
    return settings.tenantId() == null || settings.tenantId().equalsIgnoreCase(tenant);
  }

  /** Takes one activity, already checked, through a turn, all on the calling thread. */
  @Nullable InvokeResponse turn(Activity activity, Consumer<TurnContext> work) {
    return adapter
        .processActivity(
            identity(),
            activity,
            turn -> {
              work.accept(turn);
              return CompletableFuture.completedFuture(null);
            })
        .join();
  }

  /**
   * Sends an activity to a conversation without answering any.
   *
   * @throws CompletionException if it was not taken
   */
  void send(String serviceUrl, String conversation, Activity activity) {
    clean(activity);
    client(serviceUrl).getConversations().sendToConversation(conversation, activity).join();
  }

  /** Who a member of a conversation is, if the roster says so with an address in two seconds. */
  Optional<Speaker> lookUp(Incoming incoming) {
    CompletableFuture<ChannelAccount> asked = null;
    try {
      asked =
          client(incoming.serviceUrl().toString())
              .getConversations()
              .getConversationMember(incoming.user(), incoming.conversation());
      ChannelAccount member = asked.get(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
      if (member == null || !incoming.user().equals(member.getId())) {
        return Optional.empty();
      }
      JsonNode email = member.getProperties().get("email");
      String name = member.getName() == null ? null : member.getName().strip();
      return Optional.ofNullable(email)
          .filter(JsonNode::isTextual)
          .flatMap(text -> Mailbox.parse(text.textValue()))
          .map(mailbox -> new Speaker(name == null || name.isEmpty() ? null : name, mailbox, true));
    } catch (ExecutionException | RuntimeException unknown) {
      return Optional.empty();
    } catch (TimeoutException slow) {
      asked.cancel(true);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** How the SDK's schema is written. */
  Wire wire() {
    return wire;
  }

  /** Tells what a date in a header is from now. */
  Clock clock() {
    return clock;
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private ConnectorClient client(String serviceUrl) {
    return clients.get(
        serviceUrl,
        address -> {
          OkHttpClient.Builder ours = http.newBuilder();
          RestClient.Builder rest = new RestClient.Builder(ours, new Retrofit.Builder());
          // The builder of the SDK has just put its own settings in.
          ours.cookieJar(CookieJar.NO_COOKIES)
              .connectTimeout(Duration.ofMillis(http.connectTimeoutMillis()))
              .readTimeout(Duration.ofMillis(http.readTimeoutMillis()));
          return new RestConnectorClient(
              rest.withBaseUrl(address)
                  .withCredentials(credentials)
                  .withSerializerAdapter(wire)
                  .withResponseBuilderFactory(new ServiceResponseBuilder.Factory())
                  .withRetryStrategy(patience)
                  .build());
        });
  }

  private ClaimsIdentity identity() {
    return settings.appId() == null
        ? new ClaimsIdentity("anonymous", Map.of())
        : new ClaimsIdentity("bearer", Map.of("aud", settings.appId()));
  }

  /**
   * A bot names neither id nor time; the SDK would write the time wrongly (nanoseconds as digits).
   */
  private static void clean(Activity activity) {
    activity.setId(null);
    activity.setTimestamp(null);
  }

  /**
   * The SDK's adapter with the client above, and on the calling thread instead of a shared pool.
   */
  private final class Adapter extends BotFrameworkAdapter {
    Adapter(AppCredentials credentials) {
      super(credentials, new AuthenticationConfiguration(), null, null, null);
    }

    @Override
    public CompletableFuture<ConnectorClient> createConnectorClient(
        String serviceUrl, ClaimsIdentity identity, String audience) {
      return CompletableFuture.completedFuture(client(serviceUrl));
    }

    @Override
    public CompletableFuture<ResourceResponse[]> sendActivities(
        TurnContext turn, List<Activity> activities) {
      ResourceResponse[] responses = new ResourceResponse[activities.size()];
      for (int i = 0; i < responses.length; i++) {
        Activity activity = activities.get(i);
        clean(activity);
        ConnectorClient client = client(activity.getServiceUrl());
        CompletableFuture<ResourceResponse> sent =
            activity.getReplyToId() == null || activity.getReplyToId().isEmpty()
                ? client.getConversations().sendToConversation(activity)
                : client.getConversations().replyToActivity(activity);
        ResourceResponse response = sent.join();
        responses[i] = response == null ? new ResourceResponse("") : response;
      }
      return CompletableFuture.completedFuture(responses);
    }
  }
}
