# The portal for the grown set-up: one image for web, worker, scheduler and migrations (docker-compose.yml).
FROM node:22-bookworm-slim AS pages
WORKDIR /portal
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev --silent
COPY static static
RUN npm run --silent build

FROM python:3.13-slim-bookworm
RUN apt-get -qq update \
    && apt-get -qq install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PORTAL_DATA=/data
WORKDIR /portal
COPY requirements.lock ./
RUN pip install --quiet --require-hashes -r requirements.lock
COPY . .
COPY --from=pages /portal/static/built static/built
# The static files are part of the image; PORTAL_DATA is then a volume for what people upload and letters.
RUN PORTAL_DATA=/tmp/build PORTAL_STATIC=/portal/collected python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build \
    && useradd --system --uid 10001 portal && install -d -o portal -g portal /data
ENV PORTAL_STATIC=/portal/collected
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "alliance.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm"]
